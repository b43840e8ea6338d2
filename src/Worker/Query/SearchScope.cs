using System.Collections.Immutable;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Query;

/// <summary>What `contourflow find` looks for.</summary>
/// <param name="Level">What is searched for.</param>
internal sealed record SearchScope(QueryLevel Level)
{
    /// <summary>Study Instance UID; null for all.</summary>
    public string? Study { get; init; }

    /// <summary>Series Instance UID; null for all.</summary>
    public string? Series { get; init; }

    /// <summary>SOP Instance UID; null for all.</summary>
    public string? Instance { get; init; }

    /// <summary>Modality of the series, or of one in the study; null for all.</summary>
    public string? Modality { get; init; }

    /// <summary>What matches must have beside.</summary>
    public ImmutableArray<QueryKey> Keys { get; init; } = [];

    /// <summary>Whether patients' identifiers are wanted at every level.</summary>
    public bool NeedsPatients { get; init; }

    /// <summary>Checks what goes together.</summary>
    /// <exception cref="PeerOptionsException">All that does not.</exception>
    public void Validate()
    {
        string[] faults =
        [
            .. UidFaults(("--study", Study), ("--series", Series), ("--instance", Instance)),
            .. Series is not null && Level == QueryLevel.Study ? ["--series needs --level series or instance."] : Array.Empty<string>(),
            .. Instance is not null && Level != QueryLevel.Instance ? ["--instance needs --level instance."] : Array.Empty<string>(),
            .. Modality is not null && Series is not null ? ["--modality chooses among series; --series names one."] : Array.Empty<string>(),
            .. Level != QueryLevel.Study && Study is null && !Keys.Any(key => key.IsOfStudies)
                ? ["Below studies the archive is searched study by study: choose them by --study, --patient-id, --date, --since or --until."]
                : Array.Empty<string>(),
            .. Keys.GroupBy(key => key.Tag).Where(same => same.Skip(1).Any()).Select(same => $"{same.Key.DictionaryEntry.Keyword} is asked for twice."),
        ];
        if (faults.Length > 0)
            throw new PeerOptionsException(string.Join(' ', faults));
    }

    /// <summary>What is wrong with UIDs; what is none is not repeated, it could be anything.</summary>
    public static IEnumerable<string> UidFaults(params IEnumerable<(string Option, string? Uid)> uids) =>
        uids.Where(uid => uid.Uid is not null && !Intake.InstanceUid.IsValid(uid.Uid)).Select(uid => $"{uid.Option} is no UID: numbers with dots between them, at most 64 characters.");
}
