using System.Text;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>What is searched for.</summary>
internal enum QidoLevel
{
    /// <summary>Studies.</summary>
    Studies,

    /// <summary>Series.</summary>
    Series,

    /// <summary>Instances.</summary>
    Instances,
}

/// <summary>One attribute that matches must have (PS3.18 section 8.3.4.1).</summary>
/// <param name="Tag">The attribute.</param>
/// <param name="Value">Its value, a wildcard or a range (PS3.4 section C.2.2.2); never repeated in a message.</param>
internal sealed record QidoKey(DicomTag Tag, string Value);

/// <summary>A Search transaction (QIDO-RS, PS3.18 section 10.6).</summary>
/// <param name="Level">What is searched for.</param>
internal sealed record QidoQuery(QidoLevel Level)
{
    /// <summary>The study that is searched in; null for all.</summary>
    public string? StudyInstanceUid { get; init; }

    /// <summary>The series that is searched in, with its study; null for all.</summary>
    public string? SeriesInstanceUid { get; init; }

    /// <summary>What matches must have.</summary>
    public IReadOnlyList<QidoKey> Keys { get; init; } = [];

    /// <summary>Attributes that are asked for beside those that every archive returns.</summary>
    public IReadOnlyList<DicomTag> IncludeFields { get; init; } = [];

    /// <summary>Whether all attributes that the archive has at hand are asked for.</summary>
    public bool IncludeAll { get; init; }

    /// <summary>The attribute by which one match is told from another.</summary>
    public DicomTag IdentifyingTag => Level switch
    {
        QidoLevel.Studies => DicomTag.StudyInstanceUID,
        QidoLevel.Series => DicomTag.SeriesInstanceUID,
        _ => DicomTag.SOPInstanceUID,
    };

    /// <summary>Path and query below the root.</summary>
    /// <param name="limit">Matches to return, at most.</param>
    /// <param name="offset">Matches to leave out before them.</param>
    /// <exception cref="InvalidOperationException">There is a series without its study, or a UID of the level itself.</exception>
    /// <exception cref="ArgumentException">What should be a UID is none.</exception>
    public string Path(int limit, int offset)
    {
        if (SeriesInstanceUid is not null && StudyInstanceUid is null)
            throw new InvalidOperationException("A series is searched in together with its study.");
        if ((Level == QidoLevel.Studies && StudyInstanceUid is not null) || (Level == QidoLevel.Series && SeriesInstanceUid is not null))
            throw new InvalidOperationException("What is searched for lies below what is searched in; a UID of its own level is a key.");
        var path = new StringBuilder(DicomWebPath.Of(StudyInstanceUid, SeriesInstanceUid));
        path.Append('/').Append(Level.ToString().ToLowerInvariant()).Append($"?limit={limit}&offset={offset}");
        foreach (QidoKey key in Keys)
            path.Append($"&{Name(key.Tag)}={Uri.EscapeDataString(key.Value)}");
        if (IncludeAll)
            path.Append("&includefield=all");
        else
            foreach (DicomTag tag in IncludeFields)
                path.Append($"&includefield={Name(tag)}");
        return path.ToString();
    }

    // By number: keywords change between editions.
    private static string Name(DicomTag tag) => $"{tag.Group:X4}{tag.Element:X4}";
}
