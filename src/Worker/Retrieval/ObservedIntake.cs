using System.Collections.Concurrent;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Retrieval;

/// <summary>An intake that remembers what became of each object, whichever way it came.</summary>
internal sealed class ObservedIntake(IIntake intake) : IIntake
{
    private readonly ConcurrentDictionary<string, Reception> received = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IntakeRefusal> refused = new(StringComparer.Ordinal);

    /// <summary>What became of objects, by SOP Instance UID: the first reception but for one that was kept aside.</summary>
    public IReadOnlyDictionary<string, Reception> Received => received;

    /// <summary>Why objects were refused, by SOP Instance UID.</summary>
    public IReadOnlyDictionary<string, IntakeRefusal> Refused => refused;

    /// <inheritdoc/>
    public bool HasRoom => intake.HasRoom;

    /// <inheritdoc/>
    public IncomingObject Begin(ArrivingObject arriving)
    {
        try
        {
            return new Observed(this, intake.Begin(arriving), arriving.SopInstanceUid);
        }
        catch (IntakeRefusedException fault)
        {
            refused[arriving.SopInstanceUid] = fault.Refusal;
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> HoldsAsync(string sopClassUid, string sopInstanceUid, CancellationToken cancellationToken) =>
        intake.HoldsAsync(sopClassUid, sopInstanceUid, cancellationToken);

    private void Take(string uid, Reception reception)
    {
        refused.TryRemove(uid, out _);
        received.AddOrUpdate(uid, reception, (_, before) => reception == Reception.KeptAside ? reception : before);
    }

    private sealed class Observed(ObservedIntake owner, IncomingObject incoming, string uid) : IncomingObject
    {
        public override long Length => incoming.Length;

        public override long Position
        {
            get => incoming.Position;
            set => incoming.Position = value;
        }

        public override async ValueTask<Reception> CompleteAsync(CancellationToken cancellationToken)
        {
            try
            {
                Reception reception = await incoming.CompleteAsync(cancellationToken);
                owner.Take(uid, reception);
                return reception;
            }
            catch (IntakeRefusedException fault)
            {
                owner.refused[uid] = fault.Refusal;
                throw;
            }
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                incoming.Write(buffer);
            }
            catch (IntakeRefusedException fault)
            {
                owner.refused[uid] = fault.Refusal;
                throw;
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => incoming.Flush();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                incoming.Dispose();
            base.Dispose(disposing);
        }
    }
}
