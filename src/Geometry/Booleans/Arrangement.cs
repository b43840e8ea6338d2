using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Booleans;

/// <summary>What two operands make of a point; bit n of the value says whether a point of label n is inside.</summary>
/// <remarks>Label: 1 = in the first operand, 2 = in the second, 3 = in both.</remarks>
internal enum Operation
{
    First = 0b1010,
    Union = 0b1110,
    Intersection = 0b1000,
    Difference = 0b0010,
    ExclusiveOr = 0b0110,

    /// <summary>Not even-odd: points around which the curves wind a positive number of times.</summary>
    PositiveWinding = -1,

    /// <summary>Not even-odd: points around which the curves wind a negative number of times.</summary>
    NegativeWinding = -2,
}

/// <summary>
/// The one engine of canonical forms and booleans: split all rings where they meet, count for every edge how often
/// each operand uses it, label both sides of every edge with "in the first, in the second operand" by even-odd, keep
/// the edges whose sides differ in the operation's result, and trace them to simple rings.
/// </summary>
/// <remarks>
/// Even-odd makes this total: whatever is drawn (keyholes, figures of eight, rings that touch themselves or each
/// other), every vertex ends up with an even number of edges of each operand, so that rings always close. There is
/// no input for which it throws or loses an area wider than <see cref="Noding.Tolerance"/>. The same engine counts
/// windings of closed curves, for the Minkowski sums of the second margin method.
/// </remarks>
internal static class Arrangement
{
    private const int Unknown = int.MinValue;

    /// <summary>The result's rings: simple, outer counter-clockwise, holes clockwise, in no particular order.</summary>
    /// <param name="first">Rings of the first operand, by even-odd.</param>
    /// <param name="second">Rings of the second operand, by even-odd; may be empty.</param>
    /// <param name="operation">What to keep.</param>
    public static List<PlanePoint[]> Evaluate(
        IReadOnlyList<PlanePoint[]> first, IReadOnlyList<PlanePoint[]> second, Operation operation)
    {
        var countsTurns = operation is Operation.PositiveWinding or Operation.NegativeWinding;
        var graph = new PlaneGraph(first.Sum(r => r.Length) + second.Sum(r => r.Length), countsTurns);
        foreach (var ring in first) graph.AddRing(ring, 1);
        foreach (var ring in second) graph.AddRing(ring, 2);
        graph.DropCancelledEdges();
        if (Noding.TrySplit(graph) && TryTrace(graph, operation, out var result))
            return result;

        for (var grid = 0; grid < Noding.Grids; grid++)
        {
            graph = Noding.SnapRound(first, second, grid, countsTurns);
            if (!graph.AnyEdgesMeet(0) && TryTrace(graph, operation, out result))
                return result;
        }

        throw new InvalidOperationException("Snap rounding did not make a planar graph: a fault of this library.");
    }

    /// <summary>False when the labels contradict each other, which only a graph that is not planar makes them do.</summary>
    private static bool TryTrace(PlaneGraph graph, Operation operation, out List<PlanePoint[]> rings)
    {
        rings = [];
        var fan = new EdgeFan(graph);
        if (!TryLabel(graph, fan, out var left)) return false;

        // A half-edge is boundary when the result lies on its left and not on its right.
        var boundary = new bool[left.Length];
        for (var h = 0; h < boundary.Length; h++)
            boundary[h] = Inside(operation, left[h]) && !Inside(operation, left[h ^ 1]);

        var used = new bool[boundary.Length];
        var place = new int[graph.Vertices.Count];
        Array.Fill(place, -1);
        var path = new List<int>();
        for (var start = 0; start < boundary.Length; start++)
        {
            if (!boundary[start] || used[start]) continue;

            // Walk around the face; whenever a vertex comes a second time, the loop since then is a ring of its own.
            var half = start;
            do
            {
                used[half] = true;
                Visit(graph, path, place, fan.Origin(half), rings);
                half = fan.NextBoundary(half, boundary);
            }
            while (half != start);
            Visit(graph, path, place, fan.Origin(start), rings);
            foreach (var vertex in path) place[vertex] = -1;
            path.Clear();
        }

        return true;
    }

    private static void Visit(PlaneGraph graph, List<int> path, int[] place, int vertex, List<PlanePoint[]> rings)
    {
        if (place[vertex] >= 0)
        {
            var from = place[vertex];
            var ring = new PlanePoint[path.Count - from];
            for (var i = from; i < path.Count; i++)
            {
                ring[i - from] = graph.Vertices[path[i]];
                place[path[i]] = -1;
            }

            path.RemoveRange(from, path.Count - from);
            if (IsWorthKeeping(ring)) rings.Add(ring);
        }

        place[vertex] = path.Count;
        path.Add(vertex);
    }

    /// <summary>A ring whose mean width is below the noding's tolerance is rounding, not anatomy.</summary>
    private static bool IsWorthKeeping(PlanePoint[] ring)
    {
        if (ring.Length < 3) return false;
        return Math.Abs(RingOrder.SignedArea(ring)) > Noding.Tolerance * RingOrder.Perimeter(ring) / 2;
    }

    private static bool Inside(Operation operation, int label) => operation switch
    {
        Operation.PositiveWinding => label > 0,
        Operation.NegativeWinding => label < 0,
        _ => (((int)operation >> label) & 1) != 0,
    };

    /// <summary>The label on the left of a half-edge, from that on its right.</summary>
    private static int Cross(PlaneGraph graph, int label, int half)
    {
        var parity = graph.Edges[half >> 1].Parity;
        return !graph.CountsTurns ? label ^ parity : (half & 1) == 0 ? label + parity : label - parity;
    }

    /// <summary>Labels the left side of every half-edge.</summary>
    private static bool TryLabel(PlaneGraph graph, EdgeFan fan, out int[] left)
    {
        left = new int[graph.Edges.Count * 2];
        Array.Fill(left, Unknown);
        var order = new int[graph.Vertices.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (a, b) => Segments.Compare(graph.Vertices[a], graph.Vertices[b]));

        var component = new int[order.Length];
        var components = fan.Components(component);
        var done = new bool[components];
        var waiting = new Stack<int>();
        foreach (var smallest in order)
        {
            if (fan.Count(smallest) == 0 || done[component[smallest]]) continue;
            done[component[smallest]] = true;

            // From its component's smallest vertex all edges lead east, so what is west of it is outside the
            // component; the other components tell by even-odd what that is.
            left[fan.Last(smallest)] = LabelWestOf(graph, component, smallest);
            waiting.Push(fan.Last(smallest));
            while (waiting.TryPop(out var known))
            {
                // Around the vertex counter-clockwise: crossing an edge changes the label.
                var half = known;
                do
                {
                    var next = fan.CounterClockwise(half);
                    var label = Cross(graph, left[half], next);
                    if (left[next] != Unknown && left[next] != label) return false;
                    left[next] = label;
                    if (left[next ^ 1] == Unknown)
                    {
                        left[next ^ 1] = left[half];
                        waiting.Push(next ^ 1);
                    }
                    else if (left[next ^ 1] != left[half])
                    {
                        return false;
                    }

                    half = next;
                }
                while (half != known);
            }
        }

        return true;
    }

    private static int LabelWestOf(PlaneGraph graph, int[] component, int vertex)
    {
        var label = 0;
        var point = graph.Vertices[vertex];
        foreach (var (from, to, parity) in graph.Edges)
        {
            if (component[from] == component[vertex]
                || !Segments.WestRayCrosses(point, graph.Vertices[from], graph.Vertices[to]))
            {
                continue;
            }

            // Eastwards over an edge that runs up leads from its left to its right.
            if (!graph.CountsTurns) label ^= parity;
            else label += graph.Vertices[to].Y > graph.Vertices[from].Y ? -parity : parity;
        }

        return label;
    }
}
