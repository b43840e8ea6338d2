using System.Collections.Immutable;

namespace ContourFlow.Review.Access;

/// <summary>What people may do: each role may do what those before it may. The names are also those of the policies.</summary>
internal static class ReviewRoles
{
    /// <summary>Looks at cases.</summary>
    public const string Viewer = "viewer";

    /// <summary>Also accepts and rejects.</summary>
    public const string Reviewer = "reviewer";

    /// <summary>Also releases held results, and has cases run again.</summary>
    public const string Admin = "admin";

    /// <summary>All of them, the one that may least first.</summary>
    public static ImmutableArray<string> All { get; } = [Viewer, Reviewer, Admin];

    /// <summary>A role and those that it includes, the one that may least first.</summary>
    /// <exception cref="ArgumentException">It is no role.</exception>
    public static ImmutableArray<string> UpTo(string role)
    {
        int place = All.IndexOf(role);
        return place < 0 ? throw new ArgumentException($"'{role}' is no role.", nameof(role)) : All[..(place + 1)];
    }
}
