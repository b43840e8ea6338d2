using System.CommandLine;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Sending;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow send`: a storage SCU with proof.</summary>
internal static class SendCommand
{
    public static Command Create(CommandRunner runner)
    {
        var paths = new Argument<string[]>("paths") { Description = "Files and folders; folders in them are sent too", Arity = ArgumentArity.OneOrMore };
        var to = new Option<RemoteAe>("--to")
        {
            Description = "The archive: TITLE@host:port",
            Required = true,
            CustomParser = result => PeerOptions.Read(result, RemoteAe.Read, RemoteAe.Form) is [var remote, ..] ? remote : null!,
        };
        Option<string> title = PeerOptions.CallingTitle();
        var state = new Option<string>("--state")
        {
            Description = "Folder that keeps what is known of each object, so that the next run sends only what is missing",
            DefaultValueFactory = _ => ".contourflow-sent",
        };
        var reports = new Option<string?>("--reports") { Description = "Folder where 'contourflow receive --reports' lays down what archives report" };
        Option<int?> listen = NumberOption.Port("--listen", "Port to take reports of storage commitment at while this runs, for archives that report on an association of their own", least: 1);
        var proof = new Option<Proof>("--proof") { Description = "What is taken for proof: any (commitment, else found by C-FIND), commitment, query, none", DefaultValueFactory = _ => Proof.Any };
        Option<double> retry = NumberOption.Seconds("--retry-seconds", "How long an archive that is not there is tried again", 60);
        Option<double> wait = NumberOption.Seconds("--report-seconds", "How long a report of storage commitment is waited for", 30);
        Option<double> timeout = NumberOption.Deadline("--response-seconds", "How long an answer may take", 60);
        var again = new Option<bool>("--again") { Description = "Prove again what an earlier run has proven, and send again what the archive no longer has" };
        var verbose = new Option<bool>("--verbose") { Description = "Tell of each object" };
        var tls = new PeerOptions();
        var command = new Command("send", "Send DICOM objects to an archive and prove that it has them")
        {
            paths, to, title, state, reports, listen, proof, retry, wait, timeout, again, verbose, tls.Tls, tls.Certificate, tls.Key, tls.Authority,
        };
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed,
            token => SendJob.RunAsync(
                new SendRequest(
                    [.. parsed.GetRequiredValue(paths)],
                    parsed.GetRequiredValue(to),
                    parsed.GetRequiredValue(title),
                    tls.TlsOf(parsed),
                    parsed.GetRequiredValue(state),
                    parsed.GetValue(reports),
                    parsed.GetValue(listen),
                    TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                    new SendOptions
                    {
                        Proof = parsed.GetValue(proof),
                        Again = parsed.GetValue(again),
                        RetryFor = TimeSpan.FromSeconds(parsed.GetValue(retry)),
                        ReportWait = TimeSpan.FromSeconds(parsed.GetValue(wait)),
                    },
                    parsed.GetValue(verbose)),
                runner.Messages,
                token),
            cancel));
        return command;
    }
}
