using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Output;
using Spectre.Console;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>`contourflow cases results`: brings the report and the objects of a revision into a folder, so that a person can look before deciding.</summary>
internal static class CaseResultsJob
{
    private const string StructureSet = "1.2.840.10008.5.1.4.1.1.481.3";

    /// <summary>Brings them.</summary>
    /// <param name="options">The service's configuration.</param>
    /// <param name="reference">The case.</param>
    /// <param name="revision">The revision; null: the newest.</param>
    /// <param name="folder">Where to; made where it is not there. No file in it is written over.</param>
    /// <param name="cancellationToken">Gives up; whole files are left.</param>
    /// <exception cref="CaseNotFoundException">There is no such case, or nothing has come of the revision, or it is not kept any more.</exception>
    /// <exception cref="OutputException">The folder cannot be written to, or a file is there already.</exception>
    public static async Task<Answer> RunAsync(ServiceOptions options, string reference, int? revision, string folder, CancellationToken cancellationToken)
    {
        await using RegistrySession registry = await RegistrySession.OpenAsync(options, cancellationToken);
        CaseSummary found = await CaseReference.FindAsync(registry.Queries, reference, cancellationToken);
        int wanted = revision ?? found.Revision;
        CaseDetails? details = await registry.Queries.DetailsAsync(found.CaseId, cancellationToken);
        IReadOnlyList<ResultObject> objects = details?.Revisions.FirstOrDefault(one => one.Revision == wanted)?.Results ?? [];
        IReadOnlyList<ResultFile> files = await registry.Queries.FilesAsync(found.CaseId, wanted, cancellationToken);
        (string Name, string Key)[] kept = [.. files.Select(file => (file.Name, file.StoreKey)), .. objects.Select(one => (NameOf(one), one.StoreKey))];
        if (kept.Length == 0)
            throw new CaseNotFoundException("no-results", $"Nothing has come of case {found.CaseId} revision {wanted.ToString(CultureInfo.InvariantCulture)}: it is {StateWords.Of(found.State)}. 'contourflow cases show' says what happened to it.");

        string[] written = await WriteAsync(registry.Objects, kept, folder, cancellationToken);
        return new(
            ExitCode.Done,
            new JsonObject
            {
                ["case"] = found.CaseId.ToString(),
                ["revision"] = wanted,
                ["out"] = Path.GetFullPath(folder),
                ["files"] = new JsonArray([.. written.Select(name => (JsonNode)name)]),
            },
            console =>
            {
                foreach (string name in written)
                    console.WriteLine(Path.Combine(folder, name));
            });
    }

    private static async Task<string[]> WriteAsync(IObjectStore store, (string Name, string Key)[] kept, string folder, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (WriteFaults.Cause(fault) is { } cause)
        {
            throw new OutputException(WriteFaults.Sentence(Path.GetFullPath(folder), cause), fault);
        }

        foreach ((string name, _) in kept)
            NewFile.Refuse(Path.Combine(folder, name));
        foreach ((string name, string key) in kept)
            // Copied, never linked: what a person does to it must not reach the store.
            NewFile.Write(Path.Combine(folder, name), await ReadAsync(store, key, name, cancellationToken));
        return [.. kept.Select(file => file.Name)];
    }

    private static async Task<byte[]> ReadAsync(IObjectStore store, string key, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream stream = await store.OpenAsync(key, cancellationToken);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken);
            return content.ToArray();
        }
        catch (StoredBlobException fault)
        {
            throw new CaseNotFoundException("not-kept", $"{name} is not in the object store any more ({fault.Message}): objects of cases that are over are kept for Retention:Objects.");
        }
    }

    private static string NameOf(ResultObject one) => $"{(one.SopClassUid == StructureSet ? "RS" : "RE")}.{one.SopInstanceUid}.dcm";
}
