namespace ContourFlow.Storage.Registry;

/// <summary>A message that is to be sent.</summary>
internal sealed class OutboxRow
{
    public long Sequence { get; init; }

    public required string Type { get; init; }

    public required string Body { get; init; }

    /// <summary>What a command is about, so that it is not asked for while it waits here; null for an event.</summary>
    public string? Subject { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public string? TakenBy { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    public DateTimeOffset? TakenUntil { get; set; }
}

/// <summary>Who leads, until when.</summary>
internal sealed class LeaseRow
{
    public required string Name { get; init; }

    public string? Owner { get; set; }

    public DateTimeOffset TakenAt { get; set; }

    public DateTimeOffset HeldUntil { get; set; }
}
