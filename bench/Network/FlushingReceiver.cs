using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Receiving;

namespace ContourFlow.Bench.Network;

/// <summary>`contourflow receive` as it would be without its journal, for comparison: each file is flushed, renamed, and its folder flushed.</summary>
internal static class FlushingReceiver
{
    /// <summary>Listens until it is killed.</summary>
    public static async Task ServeAsync(int port, string folder)
    {
        var options = new ReceiverOptions { Titles = ["ANY"], Port = port, Address = "127.0.0.1" };
        await ReceiveJob.RunAsync(
            new ReceiveRequest(options, new IntakeOptions(folder) { Durability = Durability.Flush }, Reports: null, Verbose: false), TextWriter.Null, CancellationToken.None);
    }
}
