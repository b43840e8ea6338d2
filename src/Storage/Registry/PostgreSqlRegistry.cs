using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ContourFlow.Storage.Registry;

/// <summary>The registry in PostgreSQL.</summary>
internal sealed class PostgreSqlRegistry(DbContextOptions<PostgreSqlRegistry> options) : RegistryContext(options)
{
    /// <inheritdoc/>
    public override object Stored(DateTimeOffset time) => time.ToUniversalTime();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // UIDs, keys and hashes are compared byte by byte, as SQLite and .NET do it: ranges of a prefix then use the index.
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties().Where(property => property.ClrType == typeof(string)))
                property.SetCollation("C");
    }

    /// <summary>For the tool that writes migrations.</summary>
    internal sealed class Designer : IDesignTimeDbContextFactory<PostgreSqlRegistry>
    {
        /// <inheritdoc/>
        public PostgreSqlRegistry CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgreSqlRegistry>().UseNpgsql("Host=localhost").Options);
    }
}
