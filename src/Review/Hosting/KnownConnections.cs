using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace ContourFlow.Review.Hosting;

/// <summary>
/// Keeps connections that nobody has signed in on from filling the server: there are so many of them at the most, and one more ends the oldest. Somebody
/// who is signed in makes a request within milliseconds and is then never ended by others, so that no number of slow clients keeps them out.
/// </summary>
internal sealed class KnownConnections
{
    /// <summary>Connections without a session at a time.</summary>
    public const int MostUnknown = 400;

    private readonly Lock gate = new();
    private readonly LinkedList<Place> unknown = new();

    /// <summary>Connections that nobody has signed in on, now.</summary>
    public int Unknown
    {
        get
        {
            lock (gate)
                return unknown.Count;
        }
    }

    /// <summary>Watches a connection until it ends.</summary>
    public async Task WatchAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var place = new Place(connection);
        Place? oldest = null;
        lock (gate)
        {
            place.Node = unknown.AddLast(place);
            if (unknown.Count > MostUnknown)
            {
                oldest = unknown.First!.Value;
                Leave(oldest);
            }
        }

        oldest?.Connection.Abort(new ConnectionAbortedException("Others wait, and nobody has signed in on this connection."));
        connection.Features.Set(place);
        try
        {
            await next(connection);
        }
        finally
        {
            lock (gate)
                Leave(place);
        }
    }

    /// <summary>Somebody is signed in on the connection of a request.</summary>
    public void Know(HttpContext context)
    {
        if (context.Features.Get<Place>() is not { Node: not null } place)
            return;
        lock (gate)
            Leave(place);
    }

    private void Leave(Place place)
    {
        Debug.Assert(gate.IsHeldByCurrentThread, "The list is changed under the gate.");
        if (place.Node is { } node)
            unknown.Remove(node);
        place.Node = null;
    }

    private sealed class Place(ConnectionContext connection)
    {
        public ConnectionContext Connection => connection;

        public LinkedListNode<Place>? Node { get; set; }
    }
}
