using ContourFlow.Review.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContourFlow.Review.Hosting;

/// <summary>Why a request was not answered as it asked.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Error">What is wrong, and what to do: a sentence without patient data.</param>
internal sealed record ReviewProblem(int Status, string Error)
{
    private const string ContentType = "application/problem+json";

    /// <summary>Where to sign in, where that is what is missing.</summary>
    public string? SignIn { get; init; }

    /// <summary>The case as it is now, where it is not as the request took it to be.</summary>
    public CaseRow? Case { get; init; }

    /// <summary>An endpoint's answer.</summary>
    public static JsonHttpResult<ReviewProblem> Answer(int status, string sentence, CaseRow? now = null) => new ReviewProblem(status, sentence) { Case = now }.ToResult();

    /// <summary>As an endpoint's answer.</summary>
    public JsonHttpResult<ReviewProblem> ToResult() => TypedResults.Json(this, contentType: ContentType, statusCode: Status);

    /// <summary>Answers with it where there is no endpoint.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        return context.Response.WriteAsJsonAsync(this, options: null, contentType: ContentType, context.RequestAborted);
    }
}
