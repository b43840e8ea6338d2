using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ContourFlow.Contouring.Cases;

namespace ContourFlow.Worker.Inspection;

/// <summary>An inventory as JSON; patients are numbers in it.</summary>
internal static class InventoryJson
{
    private static readonly JsonSerializerOptions Style = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static JsonObject Of(FolderInventory inventory, ImmutableArray<MediaDirectory> directories) => new()
    {
        // Member by member: a patient's identifier never gets in, whatever an inventory learns to hold.
        ["patients"] = Nodes(inventory.Patients.Select(patient => new { patient.Number, patient.StudyInstanceUids, patient.Objects })),
        ["series"] = Nodes(inventory.Series),
        ["structureSets"] = Nodes(inventory.StructureSets),
        ["plans"] = Nodes(inventory.Plans.Select(plan => new { plan.Patient, plan.SopInstanceUid, plan.Beams, plan.StructureSets })),
        ["doses"] = Nodes(inventory.Doses),
        ["others"] = Nodes(inventory.Others),
        ["directories"] = Nodes(directories.Select(d => new { d.File, d.Patients, d.Series, d.Missing, d.Unlisted, d.Faults })),
        ["unread"] = Nodes(inventory.NotRead.Select(unread => new { unread.ReasonCode, unread.Sentence })),
    };

    private static JsonNode? Nodes<T>(IEnumerable<T> items) => JsonSerializer.SerializeToNode(items, Style);
}
