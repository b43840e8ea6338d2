using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ContourFlow.Storage;
using Microsoft.Extensions.Configuration;

namespace ContourFlow.Worker.Hosting;

/// <summary>
/// Reads the configuration: a file, over it environment variables that begin with <c>CONTOURFLOW__</c>, over them what the command line sets.
/// What is unknown, or not of its kind, is a fault; all are told at once.
/// </summary>
internal static class ServiceOptionsLoading
{
    /// <summary>What environment variables of the configuration begin with; two underscores go between names: CONTOURFLOW__Queue__Url.</summary>
    public const string EnvironmentPrefix = "CONTOURFLOW__";

    private static readonly JsonSerializerOptions Style = new()
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        PropertyNameCaseInsensitive = true,
        Converters = { new JsonStringEnumConverter(), new BooleanText() },
    };

    /// <summary>Reads the configuration; whether its values fit together is for <see cref="ServiceOptionsCheck"/>.</summary>
    /// <param name="file">Path of a JSON file (comments are allowed); null: none.</param>
    /// <param name="overrides">Name:Name=value each.</param>
    /// <param name="environmentPrefix">What environment variables begin with.</param>
    /// <exception cref="ConfigurationException">It cannot be read, or has values that are unknown or not of their kind.</exception>
    public static ServiceOptions Load(string? file, IReadOnlyList<string> overrides, string environmentPrefix = EnvironmentPrefix)
    {
        var set = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (string one in overrides)
        {
            int at = one.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
                throw new ConfigurationException([$"'{one}' sets nothing. Write Name:Name=value, such as Queue:Url=amqp://broker."]);
            set[one[..at]] = one[(at + 1)..];
        }

        return Of(Read(file).AddEnvironmentVariables(environmentPrefix).AddInMemoryCollection(set).Build());
    }

    /// <summary>The options of a configuration.</summary>
    /// <exception cref="ConfigurationException">It has values that are unknown or not of their kind.</exception>
    public static ServiceOptions Of(IConfiguration configuration)
    {
        var faults = new List<string>();
        JsonNode tree = ConfigurationTree.Of(configuration, typeof(ServiceOptions), Style, faults);
        if (faults.Count > 0)
            throw new ConfigurationException([.. faults.Order(StringComparer.Ordinal)]);
        return tree.Deserialize<ServiceOptions>(Style)!;
    }

    /// <summary>Where the configuration keeps registry and objects.</summary>
    public static StorageOptions StorageOf(ServiceOptions options) => new()
    {
        Provider = options.Registry.Provider,
        Connection = options.Registry.Connection ?? Path.Combine(options.Data, "registry.db"),
        ObjectFolder = ObjectFolderOf(options),
        S3 = options.Objects.S3 is { } s3
            ? new S3Options
            {
                ServiceUrl = s3.ServiceUrl is { } url ? new Uri(url) : null,
                Region = s3.Region,
                Bucket = s3.Bucket,
                Prefix = s3.Prefix,
                AccessKey = s3.AccessKey,
                SecretKey = s3.SecretKey,
                ForcePathStyle = s3.ForcePathStyle,
            }
            : null,
        FreeBytes = options.Objects.KeepFreeMiB << 20,
        Process = options.Process,
    };

    /// <summary>The folder of the object store; null where it is a bucket.</summary>
    public static string? ObjectFolderOf(ServiceOptions options) =>
        options.Objects.S3 is null ? options.Objects.Folder ?? Path.Combine(options.Data, "objects") : null;

    private static ConfigurationBuilder Read(string? file)
    {
        var builder = new ConfigurationBuilder();
        if (file is null)
            return builder;
        string path = Path.GetFullPath(file);
        if (!File.Exists(path))
            throw new ConfigurationException([$"There is no file {path}."]);
        try
        {
            // Read here and not by the builder's own watching of files, which would go on for as long as the process.
            using FileStream stream = File.OpenRead(path);
            builder.AddInMemoryCollection(new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable());
            return builder;
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([$"{path} cannot be read as JSON: {(fault.InnerException ?? fault).Message}"]);
        }
    }

    // Configuration knows texts only.
    private sealed class BooleanText : JsonConverter<bool>
    {
        public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            bool.TryParse(reader.GetString(), out bool value) ? value : throw new JsonException("Neither true nor false.");

        public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteStringValue(value ? "true" : "false");
    }
}
