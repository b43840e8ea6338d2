using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>
/// A page under construction. What is written in the program is markup; every value that is put into it is encoded,
/// so that nothing which came with the DICOM objects can become markup.
/// </summary>
internal sealed class HtmlPage
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder _text = new(capacity: 1 << 20);

    /// <summary>Adds markup whose values are encoded.</summary>
    public void Add([InterpolatedStringHandlerArgument("")] ref Markup markup)
    {
        // The parts went straight into the page as the compiler handed them over.
        if (!ReferenceEquals(markup.Page, this)) throw new ArgumentException("Markup of another page.", nameof(markup));
    }

    /// <summary>Adds markup as it is: only for texts of the program itself.</summary>
    public void AddOwn(string markup) => _text.Append(markup);

    /// <summary>The page as UTF-8.</summary>
    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_text.ToString());

    /// <summary>Writes the literal parts as they are and the values encoded.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        public Markup(int literalLength, int formattedCount, HtmlPage page)
        {
            _ = literalLength + formattedCount;
            Page = page;
        }

        /// <summary>The page that the parts go into.</summary>
        public HtmlPage Page { get; }

        public void AppendLiteral(string markup) => Page._text.Append(markup);

        public void AppendFormatted(string? value)
        {
            if (value is not null) Page._text.Append(Encoder.Encode(value));
        }

        public void AppendFormatted(int value) => Page._text.Append(value.ToString(CultureInfo.InvariantCulture));

        /// <summary>A number of a drawing: as short as 0.01 allows.</summary>
        public void AppendFormatted(double value) =>
            Page._text.Append(Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture));

        public void AppendFormatted(char value) => AppendFormatted(value.ToString());

        public void AppendFormatted(RgbColour value) => AppendFormatted(value.ToString());
    }
}
