using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ContourFlow.Review.Doses;

/// <summary>Lets a route match where a dose's key stands: exactly 64 lower-case hexadecimal digits. Anything else has no route, and is never part of a path.</summary>
internal sealed class DoseKeyConstraint : IRouteConstraint
{
    /// <summary>Its name in patterns: <c>{key:dose}</c>.</summary>
    public const string Name = "dose";

    private const int Length = 64;

    /// <inheritdoc/>
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out object? value) && value is string { Length: Length } text && text.All(char.IsAsciiHexDigitLower);
}
