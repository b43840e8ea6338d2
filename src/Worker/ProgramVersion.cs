using System.Reflection;

namespace ContourFlow.Worker;

/// <summary>The program's version.</summary>
internal static class ProgramVersion
{
    /// <summary>As x.y.z, without what the build appends.</summary>
    public static string Text { get; } =
        (typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "0.0.0").Split('+')[0];
}
