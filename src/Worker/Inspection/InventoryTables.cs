using ContourFlow.Contouring.Cases;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Inspection;

/// <summary>An inventory as tables. Patients are numbered; their identifiers are shown to somebody who asks.</summary>
internal static class InventoryTables
{
    public static void Show(IAnsiConsole console, FolderInventory inventory, bool showPatient)
    {
        if (inventory.Patients.IsEmpty)
            console.WriteLine("No DICOM object was found.");
        else
            console.Write(Patients(inventory, showPatient));
        if (!inventory.Series.IsEmpty)
            console.Write(Series(inventory));
        foreach (InventorySeries series in inventory.Series)
        {
            foreach (string fault in series.Faults)
                console.WriteLine($"{series.SeriesInstanceUid}: {fault}");
        }

        foreach (InventoryStructureSet structureSet in inventory.StructureSets)
            Show(console, structureSet);
        if (!inventory.Doses.IsEmpty || !inventory.Plans.IsEmpty || !inventory.Others.IsEmpty)
            console.Write(Others(inventory));
        foreach (UnusedObject unread in inventory.NotRead)
            console.WriteLine($"{unread.ReasonCode}: {unread.Sentence}");
    }

    private static Table Patients(FolderInventory inventory, bool showPatient)
    {
        Table table = PlainTable.With("Patient").Figures("Studies", "Objects");
        foreach (InventoryPatient patient in inventory.Patients)
        {
            string id = patient.PatientId.Length > 0 ? patient.PatientId : "no Patient ID";
            table.AddTextRow(
                showPatient ? $"patient {patient.Number}: {id}" : $"patient {patient.Number}",
                $"{patient.StudyInstanceUids.Length}",
                $"{patient.Objects}");
        }

        return table;
    }

    private static Table Series(FolderInventory inventory)
    {
        Table table = PlainTable.With("Patient", "Series", "Planes").Figures("Images", "Size", "Pixel mm", "Spacing mm", "From", "To mm");
        foreach (InventorySeries series in inventory.Series)
        {
            table.AddTextRow(
                $"{series.Patient}",
                $"{series.Modality} {series.SeriesInstanceUid}{Enhanced(series)}",
                series.Orientation,
                $"{series.Images}",
                $"{series.Columns} x {series.Rows}",
                series.RowSpacing == series.ColumnSpacing ? $"{series.RowSpacing:0.###}" : $"{series.RowSpacing:0.###} x {series.ColumnSpacing:0.###}",
                Spacings(series),
                $"{series.Low:0.0}",
                $"{series.High:0.0}");
        }

        return table;
    }

    private static string Enhanced(InventorySeries series) =>
        series.Frames == 0 ? "" : series.Stack.Length == 0 ? " (enhanced)" : $" (enhanced, stack {series.Stack})";

    // A broken series can have as many spacings as planes.
    private static string Spacings(InventorySeries series) => series.PlaneSpacings switch
    {
        [] => "",
        [var only] => $"{only:0.##}",
        [var least, .., var most] => $"{least:0.##} to {most:0.##}",
    };

    private static void Show(IAnsiConsole console, InventoryStructureSet structureSet)
    {
        console.WriteLine($"Structure set {structureSet.SopInstanceUid}");
        console.WriteLine(
            $"  patient {structureSet.Patient}, label '{structureSet.Label}', made by {Or(structureSet.Manufacturer, "unknown")}, "
            + $"{Or(structureSet.ApprovalStatus, "approval not stated")}, on series {Or(string.Join(", ", structureSet.SeriesInstanceUids), "not stated")}");
        if (structureSet.Fault is { } fault)
            console.WriteLine($"  {fault}");
        if (structureSet.Rois.IsEmpty)
            return;

        Table table = PlainTable.With("ROI", "Type").Figures("Contours", "Planes", "Volume cc");
        foreach (InventoryRoi roi in structureSet.Rois)
        {
            table.AddTextRow(
                roi.Name,
                roi.InterpretedType,
                $"{roi.Contours}",
                $"{roi.Planes}",
                roi.Fault is not null ? "unreadable" : roi.Volume is { } volume ? $"{volume:0.00}" : "–");
        }

        console.Write(table);
        foreach (InventoryRoi roi in structureSet.Rois.Where(roi => roi.Fault is not null))
            console.WriteLine($"  {roi.Name}: {roi.Fault}");
    }

    private static Table Others(FolderInventory inventory)
    {
        Table table = PlainTable.With("Patient", "Object", "What");
        foreach (InventoryPlan plan in inventory.Plans)
            table.AddTextRow($"{plan.Patient}", $"RTPLAN {plan.SopInstanceUid}", $"{plan.Beams} beams");
        foreach (InventoryDose dose in inventory.Doses)
        {
            table.AddTextRow(
                $"{dose.Patient}",
                $"RTDOSE {dose.SopInstanceUid}",
                $"{dose.Columns} x {dose.Rows} x {dose.Frames}, {dose.SummationType}, {dose.Units}");
        }

        foreach (InventoryOther other in inventory.Others)
            table.AddTextRow($"{other.Patient}", $"{Or(other.Modality, "no modality")}", $"{other.Objects} objects of SOP class {other.SopClassUid}");
        return table;
    }

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
