using System.Text.RegularExpressions;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Storage.Cases;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>
/// The same under a protocol that no case passes: its two methods would have to agree in every voxel, no MR may be turned by more than a hundredth of a degree,
/// and its PTV is a millimetre wider than the trial's, whose protocol lies beside it.
/// </summary>
public sealed class HeldService(PhantomCases phantoms, ChromiumBrowser chromium) : ReviewedService(phantoms, chromium)
{
    /// <summary>The protocol that no case passes.</summary>
    public const string Strict = "spine-sbrt-strict";

    /// <summary>The trial's.</summary>
    public const string Trial = "spine-sbrt-sib";

    internal override CaseState Outcome => CaseState.Held;

    internal override void Configure(ServiceSetup setup, TemporaryFolder folder)
    {
        string protocols = folder["protocols"], text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "protocols", $"{Trial}.yaml"));
        Directory.CreateDirectory(protocols);
        File.WriteAllText(Path.Combine(protocols, $"{Trial}.yaml"), text);
        (string From, string To)[] changes =
        [
            ($"name: {Trial}", $"name: {Strict}"),
            ("method-dice: 0.98", "method-dice: 1.0"),
            ("maximum-rotation: 15 deg", "maximum-rotation: 0.01 deg"),
            ("grow(CTV, left 2 mm, right 2 mm,", "grow(CTV, left 3 mm, right 3 mm,"),
        ];
        foreach ((string from, string to) in changes)
        {
            Regex.Count(text, Regex.Escape(from), RegexOptions.None, TimeSpan.FromSeconds(1)).Should().Be(1, from);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(protocols, $"{Strict}.yaml"), text);
        setup.Json["Processing"]!["Protocols"] = protocols;
        setup.Json["Intake"]!["Protocol"] = Strict;
    }
}
