using ContourFlow.Contouring.Reporting.Html;
using ContourFlow.Contouring.Reporting.Pictures;

namespace ContourFlow.Contouring.Reporting;

/// <summary>
/// Writes report.html: what came of a case, for the dosimetrist and physician who review it. One file that needs no
/// network and no script (its Content Security Policy allows neither), for screen and paper, light and dark. UIDs,
/// ROI names and numbers only, no patient's name, identifier or date of birth. The same result gives the same bytes.
/// </summary>
public static class ReportHtml
{
    /// <summary>The page as UTF-8.</summary>
    public static byte[] Write(CaseResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var pictures = CasePictures.Of(result);
        var page = new HtmlPage();
        ReportHead.Add(page, result, pictures);
        VerdictSection.Add(page, result);
        if (pictures is not null) PicturesSection.Add(page, pictures);
        FusionSection.Add(page, result, pictures?.View.Structures ?? []);
        DerivedSection.Add(page, result);
        MarginsSection.Add(page, result);
        ChecksSection.Add(page, result);
        FindingsSection.Add(page, result);
        InputsSection.Add(page, result);
        NotUsedSection.Add(page, result);
        ReportFoot.Add(page, result);
        return page.ToUtf8();
    }
}
