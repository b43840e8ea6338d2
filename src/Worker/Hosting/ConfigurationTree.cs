using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace ContourFlow.Worker.Hosting;

/// <summary>
/// A configuration as JSON of the shape that a type asks for. The framework's own binder adds to default lists instead of replacing them, knows no
/// immutable collections, and stops at the first fault; this names every value that the type does not know or cannot take.
/// </summary>
internal static class ConfigurationTree
{
    /// <summary>The tree of a type.</summary>
    /// <param name="section">Where its values are.</param>
    /// <param name="type">A record, an immutable array, an immutable dictionary by name, or a simple value.</param>
    /// <param name="style">How simple values are read.</param>
    /// <param name="faults">Gets a sentence for each fault.</param>
    public static JsonNode Of(IConfiguration section, Type type, JsonSerializerOptions style, List<string> faults)
    {
        if (ElementOf(type, typeof(ImmutableArray<>), 0) is { } element)
            return new JsonArray([.. InOrder(section).Select(child => Value(child, element, style, faults))]);

        var node = new JsonObject();
        Type? value = ElementOf(type, typeof(ImmutableSortedDictionary<,>), 1);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (value is not null)
            {
                node[child.Key] = Value(child, value, style, faults);
                continue;
            }

            PropertyInfo? property = type.GetProperties().FirstOrDefault(one => one.CanWrite && string.Equals(one.Name, child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
                faults.Add($"{child.Path}: there is no such value. {Known(type)}");
            else if (Value(child, property.PropertyType, style, faults) is { } content)
                node[property.Name] = content;
        }

        return node;
    }

    private static JsonNode? Value(IConfigurationSection section, Type type, JsonSerializerOptions style, List<string> faults)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        bool isSimple = plain.IsPrimitive || plain.IsEnum || plain == typeof(string) || plain == typeof(TimeSpan);
        bool hasChildren = section.GetChildren().Any();
        if (!isSimple)
        {
            if (hasChildren || string.IsNullOrEmpty(section.Value))
                return hasChildren || section.Value is not null ? Of(section, plain, style, faults) : null;
            faults.Add($"{section.Path}: a single value stands where {(ElementOf(plain, typeof(ImmutableArray<>), 0) is null ? "names with values" : "a list")} should.");
            return null;
        }

        if (hasChildren)
        {
            faults.Add($"{section.Path}: {Kind(plain)} is wanted, and not several values.");
            return null;
        }

        // Null in a file: as if it were not there.
        if (section.Value is null)
            return null;
        JsonNode text = JsonValue.Create(section.Value)!;
        try
        {
            text.Deserialize(plain, style);
            return text;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or OverflowException)
        {
            // The value is not repeated: it may be a secret at the wrong place.
            faults.Add($"{section.Path}: {Kind(plain)} is wanted.");
            return null;
        }
    }

    private static IEnumerable<IConfigurationSection> InOrder(IConfiguration section) =>
        section.GetChildren().OrderBy(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out int place) ? place : int.MaxValue);

    private static Type? ElementOf(Type type, Type generic, int argument) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[argument] : null;

    private static string Known(Type type) => $"There are {string.Join(", ", type.GetProperties().Where(one => one.CanWrite).Select(one => one.Name))}.";

    private static string Kind(Type type) => type switch
    {
        _ when type == typeof(string) => "a text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time such as 00:00:30 or 1.00:00:00 (one day)",
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => "a number",
    };
}
