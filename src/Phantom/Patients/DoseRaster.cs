using ContourFlow.Geometry.Patient;
using ContourFlow.Phantom.Anatomy;

namespace ContourFlow.Phantom.Patients;

/// <summary>The points of a phantom's dose grid.</summary>
/// <param name="First">The point most to the Right, Anterior and Inferior.</param>
/// <param name="Spacing">Distance of neighbours, mm.</param>
/// <param name="Columns">Points to Left.</param>
/// <param name="Rows">Points to Posterior.</param>
/// <param name="Planes">Points to Superior.</param>
internal sealed record DoseRaster(PatientPoint First, double Spacing, int Columns, int Rows, int Planes)
{
    /// <summary>The grid around the target of a patient, as long as its CT.</summary>
    public static DoseRaster Of(SpineAnatomy anatomy, PhantomOptions patient, PhantomDoseOptions options)
    {
        var planes = new CtScan(anatomy, patient).Positions;
        double low = planes[0] - options.Beyond, high = planes[^1] + options.Beyond;
        var across = (int)Math.Ceiling(2 * options.Reach / options.Spacing) + 1;
        return new(
            new(Math.Round(anatomy.Origin.X - options.Reach, 2), Math.Round(anatomy.Origin.Y - options.Reach, 2), Math.Round(low, 2)),
            options.Spacing,
            across,
            across,
            (int)Math.Ceiling((high - low) / options.Spacing) + 1);
    }

    /// <summary>A field at every point, plane by plane, row by row.</summary>
    public double[] Render(Func<PatientPoint, double> field, int threads)
    {
        var values = new double[Planes * Rows * Columns];
        Parallel.For(0, Planes, new ParallelOptions { MaxDegreeOfParallelism = threads }, plane =>
        {
            for (var row = 0; row < Rows; row++)
            {
                for (var column = 0; column < Columns; column++)
                    values[(((plane * Rows) + row) * Columns) + column] = field(new(First.X + (column * Spacing), First.Y + (row * Spacing), First.Z + (plane * Spacing)));
            }
        });
        return values;
    }
}
