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
        var title = new Option<string>("--aet") { Description = "AE title that we call with", DefaultValueFactory = _ => "CONTOURFLOW" };
        title.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !AeTitle.IsValid(token.Value))
                result.AddError($"'{token.Value}' is no AE title: 1 to 16 characters, no backslash.");
        });
        var state = new Option<string>("--state")
        {
            Description = "Folder that keeps what is known of each object, so that the next run sends only what is missing",
            DefaultValueFactory = _ => ".contourflow-sent",
        };
        var reports = new Option<string?>("--reports") { Description = "Folder where 'contourflow receive --reports' lays down what archives report" };
        var listen = new Option<int?>("--listen") { Description = "Port to take reports of storage commitment at while this runs, for archives that report on an association of their own" };
        var proof = new Option<Proof>("--proof") { Description = "What is taken for proof: any (commitment, else found by C-FIND), commitment, query, none", DefaultValueFactory = _ => Proof.Any };
        var retry = new Option<double>("--retry-seconds") { Description = "How long an archive that is not there is tried again", DefaultValueFactory = _ => 60 };
        var wait = new Option<double>("--report-seconds") { Description = "How long a report of storage commitment is waited for", DefaultValueFactory = _ => 30 };
        var timeout = new Option<double>("--response-seconds") { Description = "How long an answer may take", DefaultValueFactory = _ => 60 };
        var verbose = new Option<bool>("--verbose") { Description = "Tell of each object" };
        var tls = new PeerOptions();
        var command = new Command("send", "Send DICOM objects to an archive and prove that it has them")
        {
            paths, to, title, state, reports, listen, proof, retry, wait, timeout, verbose, tls.Tls, tls.Certificate, tls.Key, tls.Authority,
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
