using ContourFlow.Storage.Processing;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Processing;

/// <summary>Where the results of a protocol go.</summary>
internal static class ResultRouting
{
    /// <summary>The destinations with the objects that each gets, and whether they get them only after review.</summary>
    /// <param name="options">The configuration. Without routes everything goes to every destination; with routes the first for the protocol counts, and without one nothing goes anywhere.</param>
    /// <param name="protocol">Name of the protocol.</param>
    /// <param name="objects">The results.</param>
    public static (IReadOnlyList<Route> Routes, bool AfterReview) Of(ServiceOptions options, string protocol, IReadOnlyList<ResultObject> objects)
    {
        if (options.Routes.IsEmpty)
            return ([.. options.Destinations.Keys.Select(name => new Route(name, [.. objects.Select(item => item.SopInstanceUid)]))], AfterReview: false);
        if (options.Routes.FirstOrDefault(route => route.Protocol == "*" || string.Equals(route.Protocol, protocol, StringComparison.Ordinal)) is not { } found)
            return ([], AfterReview: false);
        Route[] routes =
        [
            .. found.StructureSet.Concat(found.Registration).Distinct(StringComparer.Ordinal)
                .Select(destination => new Route(destination, [.. objects.Where(item => Goes(item, destination, found)).Select(item => item.SopInstanceUid)]))
                .Where(route => route.SopInstanceUids.Count > 0),
        ];
        return (routes, found.Publish == PublishWhen.AfterReview);
    }

    private static bool Goes(ResultObject item, string destination, RouteSection route) =>
        (item.SopClassUid == DicomUID.RTStructureSetStorage.UID ? route.StructureSet : route.Registration).Contains(destination, StringComparer.Ordinal);
}
