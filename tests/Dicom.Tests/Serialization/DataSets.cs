namespace ContourFlow.Dicom.Tests.Serialization;

/// <summary>Compares data sets by what their values say.</summary>
internal static class DataSets
{
    /// <summary>
    /// Same tags and representations, same bytes of binary values, same text: numbers as text by their digits' value,
    /// names without empty groups at the end. The character set is not compared: JSON is UTF-8.
    /// </summary>
    public static void ShouldHoldTheSame(DicomDataset actual, DicomDataset expected, string because)
    {
        DicomItem[] ours = [.. actual.Where(Counts)];
        DicomItem[] theirs = [.. expected.Where(Counts)];
        ours.Select(i => i.Tag.ToString("J", null) + i.ValueRepresentation.Code).Should().Equal(theirs.Select(i => i.Tag.ToString("J", null) + i.ValueRepresentation.Code), because);
        for (int i = 0; i < ours.Length; i++)
        {
            string here = $"{ours[i].Tag} of {because}";
            if (ours[i] is DicomSequence sequence)
            {
                IList<DicomDataset> items = ((DicomSequence)theirs[i]).Items;
                sequence.Items.Count.Should().Be(items.Count, here);
                for (int j = 0; j < items.Count; j++)
                    ShouldHoldTheSame(sequence.Items[j], items[j], $"item {j} of {here}");
            }
            else if (ours[i].ValueRepresentation.IsString)
            {
                Texts(ours[i]).Should().Equal(Texts(theirs[i]), here);
            }
            else
            {
                ((DicomElement)ours[i]).Buffer.Data.AsSpan().SequenceEqual(((DicomElement)theirs[i]).Buffer.Data).Should().BeTrue(here);
            }
        }
    }

    private static bool Counts(DicomItem item) => item.Tag.Element != 0 && item.Tag != DicomTag.SpecificCharacterSet;

    private static string[] Texts(DicomItem item) =>
        [.. ((DicomElement)item).Get<string[]>().Select(t => item.ValueRepresentation.Code switch
        {
            "DS" or "IS" when double.TryParse(t, System.Globalization.CultureInfo.InvariantCulture, out double number) => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            "PN" => t.TrimEnd('='),
            _ => t,
        })];
}
