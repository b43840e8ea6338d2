using System.Collections.Immutable;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>The one list that every reader and every rule fills. Bounded: a hostile file gets no endless answer.</summary>
internal sealed class FaultList
{
    private const int Maximum = 200;

    private readonly List<ProtocolFault> _faults = [];

    public bool Any => _faults.Count > 0;

    public void Add(Place place, string sentence)
    {
        if (_faults.Count < Maximum)
            _faults.Add(new ProtocolFault(place.Line, place.Column, place.Path, sentence));
    }

    /// <summary>In the file's order; those of one place in the order in which they were found.</summary>
    public ImmutableArray<ProtocolFault> InOrder() => [.. _faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];
}
