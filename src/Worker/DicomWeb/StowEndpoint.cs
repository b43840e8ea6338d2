using System.Globalization;
using ContourFlow.Worker.Intake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>The Store transaction of DICOMweb (STOW-RS, PS3.18 section 10.5) as a way into the intake.</summary>
internal sealed class StowEndpoint
{
    private readonly IIntake intake;
    private readonly StowEndpointOptions options;
    private readonly ILogger log;
    private int requests;

    /// <summary>Makes the endpoint.</summary>
    /// <exception cref="OptionsValidationException">The options cannot be used; all that is wrong with them.</exception>
    public StowEndpoint(IIntake intake, StowEndpointOptions options, ILogger<StowEndpoint> log)
    {
        options.Validate();
        this.intake = intake;
        this.options = options;
        this.log = log;
    }

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        int? refused = Refusal(context.Request, out string boundary);
        try
        {
            if (Interlocked.Increment(ref requests) > options.MaximumRequests)
                refused ??= StatusCodes.Status503ServiceUnavailable;
            if (refused is { } status)
            {
                log.RequestRefused(status);
                await AnswerAsync(context, status, report: null);
                return;
            }

            await TakeAsync(context, boundary);
        }
        finally
        {
            Interlocked.Decrement(ref requests);
        }
    }

    // What can be said before anything of the body is read; null when it is to be read.
    private int? Refusal(HttpRequest request, out string boundary)
    {
        boundary = "";
        if (!AcceptsJson(request))
            return StatusCodes.Status406NotAcceptable;
        if (!MediaType.TryParse(request.ContentType, out MediaType? type))
            return request.ContentType is null ? StatusCodes.Status415UnsupportedMediaType : StatusCodes.Status400BadRequest;
        if (type.Name != MediaType.MultipartRelated || (type.Parameters.ContainsKey("type") && !type.Has("type", MediaType.Dicom)))
            return StatusCodes.Status415UnsupportedMediaType;
        if (type.Boundary is null || StudyOf(request) is { } study && !InstanceUid.IsValid(study))
            return StatusCodes.Status400BadRequest;
        if (request.ContentLength > options.MaximumRequestBytes)
            return StatusCodes.Status413PayloadTooLarge;
        boundary = type.Boundary;
        return intake.HasRoom ? null : StatusCodes.Status503ServiceUnavailable;
    }

    private async Task TakeAsync(HttpContext context, string boundary)
    {
        LimitBody(context);
        string? study = StudyOf(context.Request);
        var transaction = new StowTransaction(intake, options, study, log);
        int status;
        try
        {
            status = await transaction.RunAsync(new RelatedParts(boundary, context.Request.Body), context.RequestAborted);
        }
        catch (BrokenBodyException fault)
        {
            // Kestrel knows more of it: too large (413), too slow (408).
            status = (fault.InnerException as Microsoft.AspNetCore.Http.BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            log.BodyBroken(transaction.Report.Stored, status, fault.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            log.SenderLeft(transaction.Report.Stored);
            return;
        }

        log.StowAnswered(status, transaction.Report.Stored, transaction.Report.Failed);
        await AnswerAsync(context, status, transaction.Report);
    }

    private async Task AnswerAsync(HttpContext context, int status, StowReport? report)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return;
        HttpResponse response = context.Response;
        response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = Math.Ceiling(options.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);

        // The rest of a body that is not wanted is not waited for.
        if (status is not (StatusCodes.Status200OK or StatusCodes.Status202Accepted or StatusCodes.Status409Conflict)
            && HttpProtocol.IsHttp11(context.Request.Protocol))
            response.Headers.Connection = "close";
        if (report is null || report.Stored + report.Failed == 0)
            return;
        response.ContentType = MediaType.DicomJson;
        await response.WriteAsync(report.ToJson(), context.RequestAborted);
    }

    private void LimitBody(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.MaximumRequestBytes;

        // HTTP/2 has one rate for the whole connection, set where Kestrel is.
        if (!HttpProtocol.IsHttp2(context.Request.Protocol)
            && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(options.SlowestBytesPerSecond, options.SlownessAllowed);
    }

    private static string? StudyOf(HttpRequest request) => request.RouteValues["study"] as string;

    // PS3.18 section 8.7.5; who says nothing takes what comes.
    private static bool AcceptsJson(HttpRequest request)
    {
        IList<MediaTypeHeaderValue> accepted = request.GetTypedHeaders().Accept;
        return accepted.Count == 0 || accepted.Any(type => type.Quality is null or > 0
            && type.MediaType.Value?.ToLowerInvariant() is MediaType.DicomJson or "application/json" or "application/*" or "*/*");
    }
}

/// <summary>Maps the endpoint.</summary>
internal static class StowEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>POST {root}/studies</c> and <c>POST {root}/studies/{study}</c>.</summary>
    /// <returns>Both, for what else applies to them, such as authorisation.</returns>
    /// <exception cref="OptionsValidationException">The options cannot be used; all that is wrong with them.</exception>
    public static IEndpointConventionBuilder MapStow(this IEndpointRouteBuilder routes, IIntake intake, StowEndpointOptions options)
    {
        var endpoint = new StowEndpoint(intake, options, routes.ServiceProvider.GetRequiredService<ILogger<StowEndpoint>>());
        RouteGroupBuilder group = routes.MapGroup(options.Root);
        group.MapPost("/studies", (RequestDelegate)endpoint.HandleAsync);
        group.MapPost("/studies/{study}", (RequestDelegate)endpoint.HandleAsync);
        return group;
    }
}
