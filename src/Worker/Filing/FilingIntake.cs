using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Filing;

/// <summary>
/// The way in of the service: objects become durable in the spool and are acknowledged; the <see cref="Filer"/> is told of each and brings them
/// on. What was filed is held as well as what still lies in the spool.
/// </summary>
internal sealed class FilingIntake : IIntake, IAsyncDisposable
{
    /// <summary>So many objects wait to be filed while store or registry are away, before no more are taken.</summary>
    public const int MostUnfiled = 5_000;

    private readonly IFilingRegistry registry;
    private readonly StoreWatch store;

    /// <summary>Takes objects into a spool.</summary>
    /// <param name="spool">The spool, which is this one's from now on.</param>
    /// <param name="queue">Gets what waits to be filed.</param>
    /// <param name="registry">Knows what was filed.</param>
    /// <param name="store">Knows whether files can be stored.</param>
    public FilingIntake(ObjectFolder spool, SpoolQueue queue, IFilingRegistry registry, StoreWatch store)
    {
        (Spool, Queue, this.registry, this.store) = (spool, queue, registry, store);
        spool.Arrived += OnArrived;

        // What the last run left there.
        foreach (string path in spool.Objects)
            queue.Add(path);
    }

    /// <summary>What waits to be filed, on the disk.</summary>
    public ObjectFolder Spool { get; }

    /// <summary>What waits to be filed, by its path.</summary>
    public SpoolQueue Queue { get; }

    /// <inheritdoc/>
    /// <remarks>While store or registry are away the spool takes what comes, as far as <see cref="MostUnfiled"/>.</remarks>
    public bool HasRoom => Spool.HasRoom && (Queue.Count < MostUnfiled || (store.IsWell && !Queue.IsStuck));

    /// <inheritdoc/>
    public IncomingObject Begin(ArrivingObject arriving) => Spool.Begin(arriving);

    /// <inheritdoc/>
    public async ValueTask<bool> HoldsAsync(string sopClassUid, string sopInstanceUid, CancellationToken cancellationToken) =>
        // In this order: what leaves the spool meanwhile is in the registry.
        Spool.Holds(sopClassUid, sopInstanceUid) || await registry.HoldsAsync(sopClassUid, sopInstanceUid, cancellationToken);

    /// <summary>Whether an object of this UID has come, whatever its class.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be known now. May pass.</exception>
    public async ValueTask<bool> HasAsync(string sopInstanceUid, CancellationToken cancellationToken) =>
        Spool.Has(sopInstanceUid) || await registry.ContentAsync(sopInstanceUid, cancellationToken) is not null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Spool.Arrived -= OnArrived;
        await Spool.DisposeAsync();
    }

    private void OnArrived(string path)
    {
        KillPoint.Pass(KillPoint.ObjectDurable);
        Queue.Add(path);
    }
}
