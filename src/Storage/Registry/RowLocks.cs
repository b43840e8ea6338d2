using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ContourFlow.Storage.Registry;

/// <summary>
/// Queries that lock the rows they find until the transaction ends. PostgreSQL is told so at the end of the query; SQLite has one writer
/// at a time, whose transaction begins as a writer's.
/// </summary>
internal static class RowLocks
{
    private const string Waiting = "lock rows";
    private const string Skipping = "lock rows, skip locked ones";

    /// <summary>Waits for rows that another has locked.</summary>
    public static IQueryable<T> ForUpdate<T>(this IQueryable<T> rows) => rows.TagWith(Waiting);

    /// <summary>Leaves out rows that another has locked.</summary>
    public static IQueryable<T> ForUpdateSkipLocked<T>(this IQueryable<T> rows) => rows.TagWith(Skipping);

    /// <summary>Writes PostgreSQL's clause for it.</summary>
    internal sealed class PostgreSql : DbCommandInterceptor
    {
        /// <inheritdoc/>
        public override InterceptionResult<DbDataReader> ReaderExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Lock(command);
            return result;
        }

        /// <inheritdoc/>
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Lock(command);
            return ValueTask.FromResult(result);
        }

        private static void Lock(DbCommand command)
        {
            string text = command.CommandText;
            string clause = text.StartsWith("-- " + Skipping, StringComparison.Ordinal) ? "\nFOR UPDATE SKIP LOCKED"
                : text.StartsWith("-- " + Waiting, StringComparison.Ordinal) ? "\nFOR UPDATE"
                : "";
            if (clause.Length > 0)
                command.CommandText = text + clause; // SQL of the model's own making: the tags are the two above
        }
    }
}
