using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ContourFlow.Dicom.Media;

/// <summary>A record of a DICOMDIR and those that follow on it, each once: a ring of them ends.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The name of fo-dicom.")]
public class DicomDirectoryRecordCollection : IEnumerable<DicomDirectoryRecord>
{
    private readonly DicomDirectoryRecord? _first;

    internal DicomDirectoryRecordCollection(DicomDirectoryRecord? first) => _first = first;

    /// <inheritdoc/>
    public IEnumerator<DicomDirectoryRecord> GetEnumerator()
    {
        var met = new HashSet<DicomDirectoryRecord>(ReferenceEqualityComparer.Instance);
        for (DicomDirectoryRecord? record = _first; record is not null && met.Add(record); record = record.NextDirectoryRecord)
            yield return record;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
