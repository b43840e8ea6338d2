using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Storage.Filing;

namespace ContourFlow.Worker.Filing;

/// <summary>A case as it was seen: what the registry has, put together.</summary>
/// <param name="Case">What the registry has.</param>
/// <param name="Protocol">Its protocol; null when that cannot be used, and then <paramref name="ProtocolFault"/> says why.</param>
/// <param name="ProtocolFault">Why there is no protocol.</param>
/// <param name="Facts">What the headers of its patient's objects say.</param>
internal sealed record CaseLook(CaseToLookAt Case, Protocol? Protocol, string? ProtocolFault, ImmutableArray<ObjectFacts> Facts)
{
    /// <summary>Puts the case together.</summary>
    /// <param name="isCtKnownWhole">Whether an archive has said that the planning CT has no more images.</param>
    public AssembledCase Assemble(bool isCtKnownWhole = false) =>
        CaseAssembly.Assemble(Case.Case.CtSeriesInstanceUid, Facts, Protocol!, isCtKnownWhole);

    /// <summary>What an incomplete case waits for, a sentence each: what is missing, and what came and cannot be used.</summary>
    public string[] WaitingFor(AssembledCase assembled) => [.. assembled.Missing.Select(missing => missing.Sentence), .. OfStrays()];

    private IEnumerable<string> OfStrays()
    {
        if (Case.Strays is not [var first, ..] strays)
            yield break;
        string more = strays.Count switch
        {
            1 => $"image {first} came under CT series {Case.Case.CtSeriesInstanceUid} and states another Patient ID, or issuer of it, than the first that came of it",
            _ => $"{strays.Count} images or more, {first} among them, came under CT series {Case.Case.CtSeriesInstanceUid} and state another Patient ID, or issuer of it, than the first that came of it",
        };
        yield return $"images of one patient: {more}. Have the ID put right, and send the series anew under new UIDs";
    }

    /// <summary>The revision that these inputs make.</summary>
    public NewRevision Revision(AssembledCase assembled)
    {
        var contents = Case.Objects.ToDictionary(one => one.SopInstanceUid, one => one.Sha256, StringComparer.Ordinal);
        string hash = InputsHash.Of(Protocol!.Name, assembled.Inputs.Select(uid => (uid, contents[uid])));
        return new NewRevision(hash, assembled.Inputs, Case.Case.Protocol);
    }
}
