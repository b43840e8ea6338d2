using System.Collections.Immutable;

namespace ContourFlow.Contouring.Reporting.Printing;

/// <summary>The first page of a printed report, in words.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Facts">Names and values. May hold patient data.</param>
/// <param name="Tables">Tables below.</param>
/// <param name="Remark">What a reader must not take it for.</param>
public sealed record ReportCover(string Title, ImmutableArray<CoverFact> Facts, ImmutableArray<CoverTable> Tables, string Remark);

/// <summary>A name and its value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public sealed record CoverFact(string Name, string Value);

/// <summary>A table of text.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Columns">Headings of its columns.</param>
/// <param name="Rows">Its rows, a text for each column.</param>
/// <param name="WhenEmpty">What stands there where it has no row.</param>
public sealed record CoverTable(string Title, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows, string WhenEmpty);
