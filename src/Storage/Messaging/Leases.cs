using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Messaging;

/// <summary>Leases as rows.</summary>
internal sealed class Leases(RegistryTransactions transactions) : ILeases
{
    /// <inheritdoc/>
    public Task<bool> TryTakeAsync(string name, string owner, TimeSpan heldFor, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                LeaseRow? lease = await work.Db.Leases.ForUpdate().Where(row => row.Name == name).FirstOrDefaultAsync(cancellationToken);
                if (lease is null)
                    work.Db.Leases.Add(lease = new LeaseRow { Name = name });
                bool isAnothers = lease.Owner is not null && lease.Owner != owner && lease.HeldUntil > work.Now && lease.TakenAt <= work.Skewed;
                if (isAnothers)
                    return false;
                (lease.Owner, lease.TakenAt, lease.HeldUntil) = (owner, work.Now, work.Now + heldFor);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(string name, string owner, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            work => work.Db.Leases.Where(row => row.Name == name && row.Owner == owner)
                .ExecuteUpdateAsync(row => row.SetProperty(lease => lease.Owner, (string?)null), cancellationToken),
            cancellationToken);
}
