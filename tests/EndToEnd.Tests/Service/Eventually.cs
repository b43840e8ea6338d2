namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>Waits for what has to come, and says what was there instead when it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    /// <summary>Asks again until it is so.</summary>
    public static async Task SoAsync(Func<Task<bool>> isSo, Func<string> otherwise, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        TimeProvider time = TimeProvider.System;
        long began = time.GetTimestamp();
        while (!await isSo())
        {
            if (time.GetElapsedTime(began) > (patience ?? Patience))
                throw new InvalidOperationException($"It did not come about within {patience ?? Patience}. {End(otherwise())}");
            await Task.Delay(50, cancellationToken);
        }
    }

    // The first words say what is missing, and what was said last tells most of why.
    private static string End(string said) => said.Length <= 6000 ? said : $"{said[..1200]} ... {said[^4800..]}";
}
