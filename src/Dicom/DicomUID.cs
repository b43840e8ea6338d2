using System.Collections.Concurrent;

namespace ContourFlow.Dicom;

/// <summary>A unique identifier (PS3.5 9), with the name that PS3.6 annex A gives it where it is registered.</summary>
public sealed partial class DicomUID
{
    // The UIDs of PS3.6, in the order of the generated properties.
    private static readonly DicomUID[] s_standard = Standard();

    private static readonly Dictionary<string, DicomUID> s_standardByText = ByText(s_standard);

    // What the program made known besides; empty in nearly every run.
    private static ConcurrentDictionary<string, DicomUID>? s_registered;

    /// <summary>Makes a UID.</summary>
    /// <param name="uid">Digits and dots; not checked here: see <see cref="IsValidUid"/>.</param>
    /// <param name="name">What it stands for.</param>
    /// <param name="type">What kind of thing it stands for.</param>
    /// <param name="retired">Whether the standard has retired it.</param>
    public DicomUID(string uid, string name, DicomUidType type, bool retired = false)
    {
        ArgumentNullException.ThrowIfNull(uid);
        UID = uid;
        Name = name;
        Type = type;
        IsRetired = retired;
    }

    /// <summary>The digits and dots.</summary>
    public string UID { get; }

    /// <summary>What it stands for.</summary>
    public string Name { get; }

    /// <summary>What kind of thing it stands for.</summary>
    public DicomUidType Type { get; }

    /// <summary>Whether the standard has retired it.</summary>
    public bool IsRetired { get; }

    /// <summary>Whether it is a SOP class of images.</summary>
    public bool IsImageStorage => StorageCategory is DicomStorageCategory.Image or DicomStorageCategory.Volume;

    /// <summary>Whether it is a SOP class of volumes.</summary>
    public bool IsVolumeStorage => StorageCategory == DicomStorageCategory.Volume;

    /// <summary>What kind of objects the SOP class holds, told by its registered name.</summary>
    public DicomStorageCategory StorageCategory
    {
        get
        {
            if (Type != DicomUidType.SOPClass || !Name.Contains("Storage", StringComparison.Ordinal) || Name.Contains("Storage Commitment", StringComparison.Ordinal))
                return DicomStorageCategory.None;
            if (!UID.StartsWith("1.2.840.10008.", StringComparison.Ordinal))
                return DicomStorageCategory.Private;
            return Name switch
            {
                _ when Name.Contains("Image Storage", StringComparison.Ordinal) => DicomStorageCategory.Image,
                _ when Name.Contains("Volume", StringComparison.Ordinal) => DicomStorageCategory.Volume,
                _ when Name.Contains("Presentation State", StringComparison.Ordinal) => DicomStorageCategory.PresentationState,
                _ when Name.Contains(" SR ", StringComparison.Ordinal) || Name.Contains("Report", StringComparison.Ordinal) || Name.Contains("Key Object", StringComparison.Ordinal) => DicomStorageCategory.StructuredReport,
                _ when Name.Contains("Waveform", StringComparison.Ordinal) => DicomStorageCategory.Waveform,
                _ when Name.Contains("Encapsulated", StringComparison.Ordinal) => DicomStorageCategory.Document,
                _ when Name.StartsWith("Raw Data", StringComparison.Ordinal) => DicomStorageCategory.Raw,
                _ => DicomStorageCategory.Other,
            };
        }
    }

    /// <summary>Equality of the digits and dots.</summary>
    public static bool operator ==(DicomUID? left, DicomUID? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Inequality of the digits and dots.</summary>
    public static bool operator !=(DicomUID? left, DicomUID? right) => !(left == right);

    /// <summary>Makes a UID known, so that <see cref="Parse(string)"/> gives it its name.</summary>
    public static void Register(DicomUID uid)
    {
        ArgumentNullException.ThrowIfNull(uid);
        Interlocked.CompareExchange(ref s_registered, new ConcurrentDictionary<string, DicomUID>(StringComparer.Ordinal), null);
        s_registered[uid.UID] = uid;
    }

    /// <summary>A new random UID: see <see cref="DicomUIDGenerator.GenerateDerivedFromUUID"/>.</summary>
    public static DicomUID Generate() => DicomUIDGenerator.GenerateDerivedFromUUID();

    /// <summary>A UID with one component more.</summary>
    public static DicomUID Append(DicomUID baseUid, long nextSeq)
    {
        ArgumentNullException.ThrowIfNull(baseUid);
        ArgumentOutOfRangeException.ThrowIfNegative(nextSeq);
        return new DicomUID($"{baseUid.UID}.{nextSeq}", "SOP Instance UID", DicomUidType.SOPInstance);
    }

    /// <summary>Whether the text keeps the rules of PS3.5 9.1: at most 64 characters, components of digits without leading zeros.</summary>
    public static bool IsValidUid(string? uid)
    {
        if (string.IsNullOrEmpty(uid) || uid.Length > 64)
            return false;
        bool first = true;
        bool leadingZero = false;
        foreach (char c in uid)
        {
            if (c == '.')
            {
                if (first)
                    return false;
                first = true;
            }
            else if (!char.IsAsciiDigit(c) || leadingZero)
            {
                return false;
            }
            else
            {
                leadingZero = first && c == '0';
                first = false;
                continue;
            }

            leadingZero = false;
        }

        return !first;
    }

    /// <summary>The registered UID of this text, or a new one without a name.</summary>
    public static DicomUID Parse(string s) => Parse(s, "Unknown", DicomUidType.Unknown);

    /// <summary>The registered UID of this text, or a new one of this name. Trailing padding is dropped; nothing else is checked.</summary>
    public static DicomUID Parse(string s, string name = "Unknown", DicomUidType type = DicomUidType.Unknown)
    {
        ArgumentNullException.ThrowIfNull(s);
        string text = s.TrimEnd(' ', '\0');
        if (s_registered is not null && s_registered.TryGetValue(text, out DicomUID? registered))
            return registered;
        return s_standardByText.TryGetValue(text, out DicomUID? known) ? known : new DicomUID(text, name, type);
    }

    /// <summary>The UIDs that are known.</summary>
    public static IEnumerable<DicomUID> Enumerate() =>
        s_standard.Concat(s_registered?.Values ?? []).DistinctBy(u => u.UID, StringComparer.Ordinal).OrderBy(u => u.UID, StringComparer.Ordinal);

    /// <summary>Equality of the digits and dots.</summary>
    public override bool Equals(object? obj) => obj is DicomUID other && string.Equals(UID, other.UID, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(UID);

    /// <inheritdoc/>
    public override string ToString() => string.Equals(Name, "Unknown", StringComparison.Ordinal) ? UID : $"{Name} [{UID}]";

    private static DicomUID[] Standard()
    {
        string[] lines = StandardTexts.Split('\n');
        var uids = new DicomUID[lines.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            int end = line.IndexOf('|', StringComparison.Ordinal);
            int type = (10 * (line[end + 1] - '0')) + line[end + 2] - '0';
            uids[i] = new DicomUID(line[..end], line[(end + 6)..], (DicomUidType)type, line[end + 4] == 'R');
        }

        return uids;
    }

    private static Dictionary<string, DicomUID> ByText(DicomUID[] uids)
    {
        var result = new Dictionary<string, DicomUID>(uids.Length, StringComparer.Ordinal);
        foreach (DicomUID uid in uids)
            result[uid.UID] = uid;
        return result;
    }
}
