using System.Collections.Frozen;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>Nothing runs beside these: what the process allocates is theirs.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class LargeObjects;

/// <summary>Objects that are larger than what may be held of them.</summary>
[Collection(typeof(LargeObjects))]
public sealed class LargeObjectTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(SmallObject.Study)]
    public async Task A_large_object_passes_from_disk_to_intake_without_being_held(string? study)
    {
        const long Size = 200_000_000;
        using var folder = new TemporaryFolder();
        string path = folder["large.dcm"];
        await using (FileStream file = File.Create(path))
        {
            await file.WriteAsync(SmallObject.Make(1).File, TestContext.Current.CancellationToken);
            file.SetLength(Size);
        }

        var intake = new CountingIntake();
        var options = new StowEndpointOptions { SopClasses = FrozenSet.Create(StringComparer.Ordinal, SmallObject.SopClass) };
        await using LoopbackServer server = await LoopbackServer.StartAsync(routes => routes.MapStow(intake, options));
        using var web = new ArchiveClient(new Uri(server.Address, "/dicom-web"));
        StowObject large = await StowObject.OfFileAsync(path, TestContext.Current.CancellationToken);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        List<StowOutcome> outcomes = await web.SendAsync([large], study);

        // Both sides together. Measured: 4 to 6 million bytes, for 500 million as well.
        (GC.GetTotalAllocatedBytes(precise: true) - before).Should().BeLessThan(30_000_000);
        outcomes.Should().ContainSingle().Which.Status.Should().Be(StowStatus.Stored);
        intake.Bytes.Should().BeInRange(Size - 1_000, Size - 144);
    }

    /// <summary>An intake that counts what it is given and keeps nothing of it.</summary>
    private sealed class CountingIntake : IIntake
    {
        public long Bytes { get; private set; }

        public bool HasRoom => true;

        public IncomingObject Begin(ArrivingObject arriving) => new Incoming(this);

        public ValueTask<bool> HoldsAsync(string sopClassUid, string sopInstanceUid, CancellationToken cancellationToken) => new(false);

        private sealed class Incoming(CountingIntake intake) : IncomingObject
        {
            public override long Length => throw new NotSupportedException();

            public override long Position
            {
                get => throw new NotSupportedException();
                set => throw new NotSupportedException();
            }

            public override void Flush()
            {
                // Nothing is kept.
            }

            public override void Write(byte[] buffer, int offset, int count) => intake.Bytes += count;

            public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            {
                intake.Bytes += buffer.Length;
                return ValueTask.CompletedTask;
            }

            public override ValueTask<Reception> CompleteAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Reception.Stored);
        }
    }
}
