using ContourFlow.Storage.Filing;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Filing;

/// <summary>
/// When the archive is asked about an incomplete case: when nothing has come for the configured time, then after twice that, and so on, as often as is
/// configured. An object that comes begins it anew.
/// </summary>
internal sealed class QuestionTimes(ServiceOptions options, TimeProvider time)
{
    // 2^20 times a second is more than a case is kept.
    private const int MostDoublings = 20;

    /// <summary>Time until the next question, zero or less when it is due; null when there is none.</summary>
    public TimeSpan? UntilNext(CaseToLookAt found) => UntilNext(found, found.Asked);

    /// <summary>The same, once so many questions were asked.</summary>
    public TimeSpan? UntilNext(CaseToLookAt found, int asked)
    {
        if (options.Intake.Archive is null || asked >= options.Intake.MostQuestions)
            return null;

        // 1, 1 + 2, 1 + 2 + 4, ... of the first time.
        double times = Math.Pow(2, Math.Min(asked, MostDoublings) + 1) - 1;
        return found.Case.LastObjectAt + (options.Intake.AskAfter * times) - time.GetUtcNow();
    }
}
