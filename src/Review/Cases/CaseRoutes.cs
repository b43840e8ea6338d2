using System.Globalization;
using ContourFlow.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ContourFlow.Review.Cases;

/// <summary>Lets a route match where a case's id stands: exactly 32 hexadecimal digits. Anything else has no route, and is never part of a path.</summary>
internal sealed class CaseIdConstraint : IRouteConstraint
{
    /// <summary>Its name in patterns: <c>{caseId:case}</c>.</summary>
    public const string Name = "case";

    /// <inheritdoc/>
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out object? value) && value is string { Length: 32 } text && CaseId.TryParse(text, CultureInfo.InvariantCulture, out _);
}

/// <summary>Lets a route match where a revision's number stands: 1 and up, in digits alone.</summary>
internal sealed class RevisionConstraint : IRouteConstraint
{
    /// <summary>Its name in patterns: <c>{revision:revision}</c>.</summary>
    public const string Name = "revision";

    /// <inheritdoc/>
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out object? value) && value is string text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1;
}
