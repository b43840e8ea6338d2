using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ContourFlow.Storage.Registry;

/// <summary>The registry in a file.</summary>
internal sealed class SqliteRegistry(DbContextOptions<SqliteRegistry> options) : RegistryContext(options)
{
    /// <inheritdoc/>
    public override object Stored(DateTimeOffset time) => time.UtcTicks;

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TicksConverter>();

    /// <summary>SQLite has no times; as ticks (100 ns since the year 1, UTC) they are in order.</summary>
    internal sealed class TicksConverter() : ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    /// <summary>For the tool that writes migrations.</summary>
    internal sealed class Designer : IDesignTimeDbContextFactory<SqliteRegistry>
    {
        /// <inheritdoc/>
        public SqliteRegistry CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqliteRegistry>().UseSqlite("Data Source=:memory:").Options);
    }
}
