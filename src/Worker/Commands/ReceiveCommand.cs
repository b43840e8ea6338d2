using System.CommandLine;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Receiving;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow receive`: a storage SCP into a folder.</summary>
internal static class ReceiveCommand
{
    private const long MiB = 1L << 20;

    public static Command Create(CommandRunner runner)
    {
        var folder = new Argument<string>("folder") { Description = "Folder for the received objects: <study>/<series>/<SOP instance>.dcm; made when it is not there" };
        var titles = new Option<string[]>("--aet") { Description = "AE title to be called by; may be given several times", DefaultValueFactory = _ => ["CONTOURFLOW"] };
        var port = new Option<int>("--port") { Description = "Port to listen at; 0 takes a free one", DefaultValueFactory = _ => PeerOptions.DicomPort };
        var address = new Option<string?>("--address") { Description = "Address to listen at; all of the machine's when not given" };
        var allow = new Option<AllowedPeer[]>("--allow")
        {
            Description = "Who may call: TITLE, or TITLE@address to bind it to an address; everybody when not given",
            CustomParser = result => PeerOptions.Read(result, AllowedPeer.Read, AllowedPeer.Form),
        };
        Option<RemoteAe[]> peer = PeerOptions.Remote("--peer", "TITLE@host:port of a system that asks for storage commitment: where its reports go");
        Option<int> associations = NumberOption.Count("--max-associations", "Associations at a time; more are rejected", 20, most: 10_000);
        Option<long> largest = NumberOption.MiB("--max-object-mib", "Largest object that is taken, in MiB", 4096, least: 1);
        Option<long> free = NumberOption.MiB("--keep-free-mib", "Room to keep free on the disk, in MiB: below it associations are rejected", 1024, least: 0);
        Option<double> idle = NumberOption.Deadline("--idle-seconds", "How long an association may be silent", 300);
        Option<int?> web = NumberOption.Port("--web-port", "Take objects by STOW-RS too, at this port of --address, or of the loopback address", least: 0);
        var reports = new Option<string?>("--reports") { Description = "Folder for reports on what 'contourflow send' asked to be committed" };
        var verbose = new Option<bool>("--verbose") { Description = "Tell of each association and object" };
        var tls = new PeerOptions();
        var command = new Command("receive", "Receive DICOM objects from other systems into a folder, until Ctrl-C")
        {
            folder, titles, port, address, allow, peer, associations, largest, free, idle, web, reports, verbose, tls.Certificate, tls.Key, tls.Authority,
        };
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed,
            token => ReceiveJob.RunAsync(
                new ReceiveRequest(
                    new ReceiverOptions
                    {
                        Titles = [.. parsed.GetRequiredValue(titles)],
                        Port = parsed.GetValue(port),
                        Address = parsed.GetValue(address),
                        Allowed = [.. parsed.GetValue(allow) ?? []],
                        Peers = [.. parsed.GetValue(peer) ?? []],
                        MaximumAssociations = parsed.GetValue(associations),
                        IdleTimeout = TimeSpan.FromSeconds(parsed.GetValue(idle)),
                        WebPort = parsed.GetValue(web),
                        Tls = tls.TlsOf(parsed),
                    },
                    new IntakeOptions(parsed.GetRequiredValue(folder))
                    {
                        LargestObject = parsed.GetValue(largest) * MiB,
                        FreeBytes = parsed.GetValue(free) * MiB,
                        FreePercent = 0,
                    },
                    parsed.GetValue(reports),
                    parsed.GetValue(verbose)),
                runner.Messages,
                token),
            cancel));
        return command;
    }
}
