using System.Globalization;

namespace ContourFlow.Dicom.Network;

/// <summary>
/// Status (0000,0900) of a DIMSE response (DICOM PS3.7 annex C): a code, or a range of codes such as A7xx. Statuses are
/// equal where their codes are, or one's code lies in the other's range.
/// </summary>
public partial class DicomStatus
{
    /// <summary>The code; the first one of a range.</summary>
    public readonly ushort Code;

    /// <summary>Its class.</summary>
    public readonly DicomState State;

    /// <summary>What it means.</summary>
    public readonly string Description;

    /// <summary>Error Comment (0000,0902); <c>null</c> where there is none. Text of the peer: it may name a patient, never log it.</summary>
    public readonly string? ErrorComment;

    // The bits of the code that count: FF00 of A7xx.
    private readonly ushort _mask;

    /// <summary>Makes a status.</summary>
    /// <param name="code">Four hexadecimal digits, the last of them x where any digit will do: "0110", "A7xx".</param>
    /// <param name="status">Its class.</param>
    /// <param name="desc">What it means.</param>
    /// <exception cref="ArgumentException">The code is written otherwise.</exception>
    public DicomStatus(string code, DicomState status, string desc)
        : this(code, status, desc, null)
    {
    }

    /// <summary>Makes a status with an error comment.</summary>
    /// <inheritdoc cref="DicomStatus(string, DicomState, string)"/>
    public DicomStatus(string code, DicomState status, string desc, string? comment)
    {
        ArgumentNullException.ThrowIfNull(code);
        string digits = code.TrimEnd('x', 'X');
        if (code.Length != 4 || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort value))
            throw new ArgumentException("A status code is four hexadecimal digits, the last of them x where any digit will do.", nameof(code));
        int free = 4 * (code.Length - digits.Length);
        Code = (ushort)(value << free);
        _mask = (ushort)(0xFFFF << free);
        State = status;
        Description = desc;
        ErrorComment = comment;
    }

    /// <summary>Makes a status of another one and a comment.</summary>
    public DicomStatus(DicomStatus status, string? comment)
    {
        ArgumentNullException.ThrowIfNull(status);
        Code = status.Code;
        _mask = status._mask;
        State = status.State;
        Description = status.Description;
        ErrorComment = comment;
    }

    private DicomStatus(ushort code, DicomState state, string description)
    {
        Code = code;
        _mask = 0xFFFF;
        State = state;
        Description = description;
    }

    /// <summary>Whether the codes are the same, or one lies in the range of the other.</summary>
    public static bool operator ==(DicomStatus? s1, DicomStatus? s2) =>
        s1 is null || s2 is null ? s1 is null && s2 is null : (s1.Code & s2._mask) == (s2.Code & s1._mask);

    /// <summary>Whether the codes differ, and neither lies in the range of the other.</summary>
    public static bool operator !=(DicomStatus? s1, DicomStatus? s2) => !(s1 == s2);

    /// <summary>
    /// The status of a code from the wire: of those that are known the closest, with the code itself. A code that no
    /// part of DICOM defines is a failure: nothing that is not understood counts as done.
    /// </summary>
    public static DicomStatus Lookup(ushort code)
    {
        DicomStatus? known = null;
        foreach (DicomStatus status in s_known)
        {
            if (status.Code == (code & status._mask) && (known is null || status._mask > known._mask))
                known = status;
        }

        return known is null ? new DicomStatus(code, DicomState.Failure, "Unknown status") : new DicomStatus(code, known.State, known.Description);
    }

    /// <summary>Makes statuses known to <see cref="Lookup"/>, behind those that are: of equal codes the first is found.</summary>
    public static void AddKnownDicomStatuses(IEnumerable<DicomStatus> statuses)
    {
        ArgumentNullException.ThrowIfNull(statuses);
        DicomStatus[] added = [.. statuses];
        lock (s_adding)
            s_known = [.. s_known, .. added];
    }

    /// <summary>Whether the other is an equal status.</summary>
    public override bool Equals(object? obj) => obj is DicomStatus other && this == other;

    /// <summary>The first digit of the code, which no range leaves open.</summary>
    public override int GetHashCode() => Code >> 12;

    /// <summary>Class, code and meaning; not the comment, which is the peer's text.</summary>
    public override string ToString() => $"{State} [{Code:x4}: {Description}]";
}
