using System.CommandLine;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Commands;

/// <summary>The options of every command that works with the service's configuration.</summary>
internal sealed class ServiceOption
{
    /// <summary>--config.</summary>
    public Option<string?> Config { get; } = new("--config") { Description = "File of the service's configuration (JSON); environment variables CONTOURFLOW__Name__Name go over it" };

    /// <summary>--set.</summary>
    public Option<string[]> Set { get; } = new("--set") { Description = "Sets one value of the configuration: Name:Name=value; may be given several times", DefaultValueFactory = _ => [] };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Config);
        command.Add(Set);
    }

    /// <summary>The configuration that a command line gives.</summary>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public ServiceOptions Load(ParseResult parsed) => ServiceOptionsLoading.Load(parsed.GetValue(Config), parsed.GetValue(Set) ?? []);
}
