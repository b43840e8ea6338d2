using System.Net;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>An answer of the endpoint, read.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Stored">UIDs of Referenced SOP Sequence.</param>
/// <param name="Failed">UIDs of Failed SOP Sequence with Failure Reason.</param>
/// <param name="Other">Failure Reasons of Other Failures Sequence.</param>
/// <param name="RetryAfter">The header's value.</param>
/// <param name="Text">The body.</param>
internal sealed record StowAnswer(
    HttpStatusCode Status, IReadOnlyList<string> Stored, IReadOnlyList<(string Uid, ushort Reason)> Failed, IReadOnlyList<ushort> Other, TimeSpan? RetryAfter, string Text)
{
    public static async Task<StowAnswer> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            string text = await response.Content.ReadAsStringAsync();
            DicomDataset answer = text.Length == 0 ? [] : DicomJson.ConvertJsonToDicom(text, autoValidate: false);
            if (text.Length > 0)
                response.Content.Headers.ContentType!.MediaType.Should().Be("application/dicom+json");
            return new StowAnswer(
                response.StatusCode,
                [.. Items(answer, DicomTag.ReferencedSOPSequence).Select(Uid)],
                [.. Items(answer, DicomTag.FailedSOPSequence).Select(item => (Uid(item), Reason(item)))],
                [.. Items(answer, DicomTag.OtherFailuresSequence).Select(Reason)],
                response.Headers.RetryAfter?.Delta,
                text);
        }
    }

    private static IEnumerable<DicomDataset> Items(DicomDataset answer, DicomTag tag) =>
        answer.TryGetSequence(tag, out DicomSequence? sequence) ? sequence.Items : [];

    private static string Uid(DicomDataset item) => item.GetSingleValue<string>(DicomTag.ReferencedSOPInstanceUID);

    private static ushort Reason(DicomDataset item) => item.GetSingleValue<ushort>(DicomTag.FailureReason);
}
