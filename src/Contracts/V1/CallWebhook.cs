namespace ContourFlow.Contracts.V1;

/// <summary>Command: tell one webhook of one event. A message for each hook, so that one that does not answer repeats nothing for the others.</summary>
/// <param name="Hook">Which, as the configuration's entry is known by: made of its address, which may hold a secret.</param>
/// <param name="Event">Name of the event: CaseHeld.</param>
/// <param name="Key">Names the event and is the same however often it is told.</param>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Since">When the event was: what could not be told for long is given up.</param>
/// <param name="Body">What is sent: JSON of UIDs, hashes and reason codes.</param>
public sealed record CallWebhook(string Hook, string Event, string Key, CaseId CaseId, int Revision, DateTimeOffset Since, string Body);
