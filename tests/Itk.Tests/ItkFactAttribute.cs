using System.Runtime.CompilerServices;

namespace ContourFlow.Itk.Tests;

/// <summary>A test that needs the native library, skipped with the reason where it was not built.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ItkFactAttribute : FactAttribute
{
    public ItkFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = ItkLibrary.WhyNot;
}
