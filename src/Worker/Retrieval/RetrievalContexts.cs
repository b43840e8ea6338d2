using System.Collections.Immutable;
using ContourFlow.Worker.Receiving;

namespace ContourFlow.Worker.Retrieval;

/// <summary>The presentation contexts in which an archive may send on an association of ours, we being the SCP (DICOM PS3.7 annex D.3.3.4).</summary>
internal static class RetrievalContexts
{
    // Of the 128 of an association; the others are for the requests.
    private const int Most = 120;

    /// <summary>
    /// Contexts for objects: as far as there is room one for each transfer syntax, so that the archive can send each object as it keeps it;
    /// else one for what is uncompressed and one for what is compressed, of which the archive chooses.
    /// </summary>
    /// <param name="objects">The objects that shall come; where the class of one is not known, contexts of all classes that are received.</param>
    public static List<DicomPresentationContext> For(ImmutableArray<ListedObject> objects)
    {
        HashSet<string> named = [.. objects.Select(item => item.SopClassUid).OfType<string>()];
        DicomUID[] classes = [.. AcceptedSyntaxes.StorageClasses.Where(uid => named.Contains(uid.UID))];
        if (classes.Length == 0 || objects.Any(item => item.SopClassUid is null))
            classes = [.. AcceptedSyntaxes.StorageClasses];
        DicomTransferSyntax[] syntaxes = [.. AcceptedSyntaxes.Objects];
        DicomTransferSyntax[][] proposed = classes.Length * syntaxes.Length <= Most
            ? [.. syntaxes.Select(syntax => new[] { syntax })]
            : [.. syntaxes.GroupBy(syntax => syntax.IsEncapsulated).Select(group => group.ToArray())];
        return [.. classes.SelectMany(uid => proposed.Select(list => DicomPresentationContext.GetScpRolePresentationContext(uid, list)))];
    }
}
