using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ContourFlow.Dicom.Tests.Surface;

/// <summary>What an assembly shows to others, written as the listing writes it: one declaration a member.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>The name that the listing has for a type: without the root namespace, with its type parameters.</summary>
    public static string NameOf(Type type, string root) =>
        type.Namespace == root ? Name(type) : $"{type.Namespace![(root.Length + 1)..]}.{Name(type)}";

    /// <summary>class, sealed class, abstract class, static class, struct, interface, enum or delegate.</summary>
    public static string KindOf(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    /// <summary>
    /// The members that the type itself declares and others can use, without those that every object has (ToString,
    /// Equals of an object, GetHashCode).
    /// </summary>
    public static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
        {
            foreach (var name in Enum.GetNames(type))
                yield return $"{name}={Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}";
            yield break;
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield return $"delegate {Method(type.GetMethod("Invoke")!, Name(type))}";
            yield break;
        }

        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly))
            yield return $"{Access(field.IsPublic)}{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} {field.Name}";
        foreach (var constructor in type.GetConstructors(Declared).Where(Visible))
            yield return $"new {Access(constructor.IsPublic)}{Name(type)}({Parameters(constructor)})";
        foreach (var property in type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(Visible)))
            yield return Property(property);
        foreach (var happening in type.GetEvents(Declared).Where(happening => Visible(happening.AddMethod!)))
            yield return $"{Static(happening.AddMethod!)}event {Name(happening.EventHandlerType!)} {happening.Name}";
        foreach (var method in MethodsOf(type)) yield return Declaration(method);
    }

    /// <summary>The methods and operators among the members.</summary>
    public static IEnumerable<MethodInfo> MethodsOf(Type type) =>
        type.GetMethods(Declared).Where(Visible).Where(method => (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && !OfEveryObject(method));

    /// <summary>A method as the listing writes it.</summary>
    public static string Declaration(MethodInfo method) => $"{Access(method.IsPublic)}{Static(method)}{Method(method, method.Name)}";

    /// <summary>A type as signatures name it.</summary>
    public static string NameOf(Type type) => Name(type);

    private static string Property(PropertyInfo property)
    {
        var getter = property.GetMethod is { } get && Visible(get) ? get : null;
        var setter = property.SetMethod is { } set && Visible(set) ? set : null;
        var widest = getter is { IsPublic: true } || setter is null ? getter! : setter.IsPublic ? setter : getter ?? setter;
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{string.Join(",", parameters.Select(parameter => Name(parameter.ParameterType)))}]" : property.Name;
        var accessors = (getter is null ? "" : "get; ") + (setter is null ? "" : (setter.IsPublic == widest.IsPublic ? "" : "protected ") + "set; ");
        return $"{Access(widest.IsPublic)}{Static(widest)}{Name(property.PropertyType)} {index} {{ {accessors}}}";
    }

    private static string Method(MethodInfo method, string name) =>
        $"{Name(method.ReturnType)} {name}{(method.IsGenericMethodDefinition ? $"<{string.Join(",", method.GetGenericArguments().Select(Name))}>" : "")}({(method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "")}{Parameters(method)})";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var way = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : !type.IsByRef ? ""
            : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        return $"{way}{Name(type.IsByRef ? type.GetElementType()! : type)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Default(parameter)}" : "")}";
    }

    private static string Default(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool yes => yes ? "true" : "false",
        var value when parameter.ParameterType.IsEnum => $"{parameter.ParameterType.Name}.{Enum.ToObject(parameter.ParameterType, value)}",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type)
    {
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        if (s_keywords.TryGetValue(type, out var keyword)) return keyword;
        var name = type.Name.Split('`')[0];
        if (type.IsNested && !type.IsGenericParameter) name = $"{Name(type.DeclaringType!)}.{name}";
        return type.IsGenericType ? $"{name}<{string.Join(",", type.GetGenericArguments().Select(Name))}>" : name;
    }

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Access(bool isPublic) => isPublic ? "" : "protected ";

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool OfEveryObject(MethodInfo method) => method.GetBaseDefinition().DeclaringType == typeof(object);
}
