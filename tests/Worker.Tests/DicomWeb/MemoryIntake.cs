using System.Collections.Concurrent;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>An intake that keeps data sets in memory, and says how many objects are on their way.</summary>
internal sealed class MemoryIntake : IIntake
{
    private readonly ConcurrentDictionary<string, byte[]> kept = new(StringComparer.Ordinal);
    private int open;

    /// <summary>Data sets by SOP Instance UID, of those that were completed.</summary>
    public IReadOnlyDictionary<string, byte[]> Kept => kept;

    /// <summary>What each kept object was announced as.</summary>
    public ConcurrentDictionary<string, ArrivingObject> Announced { get; } = new(StringComparer.Ordinal);

    /// <summary>Objects that were begun and neither completed nor given up.</summary>
    public int Open => open;

    /// <summary>The largest block that was written at once.</summary>
    public int LargestBlock { get; private set; }

    public bool HasRoom { get; set; } = true;

    /// <summary>What is refused at the beginning; null for nothing.</summary>
    public Func<ArrivingObject, IntakeRefusal?>? Refuses { get; set; }

    public IncomingObject Begin(ArrivingObject arriving)
    {
        if (Refuses?.Invoke(arriving) is { } refusal)
            throw new IntakeRefusedException(refusal, $"The object {arriving.SopInstanceUid} is refused.");
        return new Incoming(this, arriving);
    }

    public ValueTask<bool> HoldsAsync(string sopClassUid, string sopInstanceUid, CancellationToken cancellationToken) => new(kept.ContainsKey(sopInstanceUid));

    private sealed class Incoming : IncomingObject
    {
        private readonly MemoryStream content = new();
        private readonly MemoryIntake intake;
        private readonly ArrivingObject arriving;
        private bool isEnded;

        public Incoming(MemoryIntake intake, ArrivingObject arriving)
        {
            this.intake = intake;
            this.arriving = arriving;
            Interlocked.Increment(ref intake.open);
        }

        public override long Length => content.Length;

        public override long Position
        {
            get => content.Position;
            set => throw new NotSupportedException();
        }

        public override void Flush() => content.Flush();

        public override void Write(byte[] buffer, int offset, int count)
        {
            intake.LargestBlock = Math.Max(intake.LargestBlock, count);
            content.Write(buffer, offset, count);
        }

        public override ValueTask<Reception> CompleteAsync(CancellationToken cancellationToken)
        {
            byte[] bytes = content.ToArray();
            intake.Announced[arriving.SopInstanceUid] = arriving;
            bool isNew = intake.kept.TryAdd(arriving.SopInstanceUid, bytes);
            return ValueTask.FromResult(
                isNew ? Reception.Stored
                : intake.kept[arriving.SopInstanceUid].AsSpan().SequenceEqual(bytes) ? Reception.AlreadyHere
                : Reception.KeptAside);
        }

        protected override void Dispose(bool disposing)
        {
            if (!isEnded)
                Interlocked.Decrement(ref intake.open);
            isEnded = true;
            base.Dispose(disposing);
        }
    }
}
