using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContourFlow.Worker.Output;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Sending;

/// <summary>
/// What has happened to each object at one destination: lines of JSON that are only ever added to, each on the disk before the next
/// step. A run that was cut goes on where it stood; a line that was cut is passed over.
/// </summary>
internal sealed class SendLedger : ISendLedger, IDisposable
{
    private readonly Dictionary<string, SendRecord> records = new(StringComparer.Ordinal);
    private readonly FileStream file;

    private SendLedger(FileStream file) => this.file = file;

    /// <summary>Lines that could not be read and are passed over; one is usual after a run that was cut.</summary>
    public int LinesPassedOver { get; private set; }

    /// <summary>Opens the ledger of a destination; it is made where there is none.</summary>
    /// <param name="folder">The folder of ledgers.</param>
    /// <param name="destination">The destination.</param>
    /// <exception cref="OutputException">It cannot be written, or another run has it open.</exception>
    public static SendLedger Open(string folder, RemoteAe destination)
    {
        string path = Path.Combine(folder, FileName(destination));
        try
        {
            Directory.CreateDirectory(folder);
            // Nothing is held back in memory: what cannot be written is said when it is written, and not again when the file is closed.
            var ledger = new SendLedger(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
            ledger.Load();
            return ledger;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            string why = File.Exists(path) && fault is IOException && !WriteFaults.IsNoRoom(fault) && !WriteFaults.IsReadOnly(fault)
                ? $" Another run may be sending to {destination.Title}."
                : " Name a folder that can be written to (--state).";
            throw new OutputException($"The record of what was sent, {path}, cannot be opened ({fault.Message}).{why}", fault);
        }
    }

    /// <inheritdoc/>
    public SendRecord Of(OutgoingObject item) => SendRecord.Of(item, records.GetValueOrDefault(item.SopInstanceUid));

    /// <inheritdoc/>
    /// <exception cref="OutputException">The disk refuses.</exception>
    public void Write(params IReadOnlyCollection<SendRecord> changed)
    {
        if (changed.Count == 0)
            return;
        var lines = new StringBuilder();
        foreach (SendRecord record in changed)
        {
            lines.Append(JsonSerializer.Serialize(record, SendJson.Default.SendRecord)).Append('\n');
            records[record.SopInstanceUid] = record;
        }

        try
        {
            file.Write(Encoding.UTF8.GetBytes(lines.ToString()));
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The record of what was sent, {file.Name}, cannot be written ({fault.Message}). Objects may have been sent that are not in it; make room and run the same command again.", fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    // By its address too: archives of one title are many (ORTHANC), and what one has proves nothing of another. Titles may hold
    // characters that names of files cannot.
    private static string FileName(RemoteAe destination) =>
        string.Concat($"{destination.Title}@{destination.Host.ToLowerInvariant()}:{destination.Port}".Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c.ToString() : $"%{(int)c:x2}")) + ".jsonl";

    private void Load()
    {
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            try
            {
                if (JsonSerializer.Deserialize(line, SendJson.Default.SendRecord) is { } record)
                    records[record.SopInstanceUid] = record;
            }
            catch (JsonException)
            {
                // Cut by the end of a process: its step is taken again, which changes nothing in the archive.
                LinesPassedOver++;
            }
        }

        // A cut line gets its end, so that the next one begins a line of its own.
        file.Position = file.Length;
        if (file.Length > 0)
            file.WriteByte((byte)'\n');
    }
}

/// <summary>How the ledger's lines are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SendRecord))]
internal sealed partial class SendJson : JsonSerializerContext;
