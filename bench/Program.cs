using ContourFlow.Bench;
using ContourFlow.Bench.Accuracy;
using ContourFlow.Bench.Capacity;
using ContourFlow.Bench.Cases;
using ContourFlow.Bench.Dose;
using ContourFlow.Bench.Files;
using ContourFlow.Bench.Intake;
using ContourFlow.Bench.Network;
using ContourFlow.Bench.Registration;
using ContourFlow.Bench.Review;
using ContourFlow.Bench.Scaling;
using ContourFlow.Bench.Scaling.Comparison;
using ContourFlow.Bench.Service;
using ContourFlow.Bench.Speed;

// Tables go to standard output as Markdown, remarks to standard error.
switch (args.FirstOrDefault())
{
    case "accuracy":
        AccuracyBench.Run(phases: args.Length > 1 ? int.Parse(args[1]) : 3);
        return 0;
    case "speed":
        SpeedBench.Run();
        return 0;
    case "case":
        CaseBench.Run();
        return 0;
    case "dose":
        switch (args.ElementAtOrDefault(1))
        {
            case "case":
                TwelveStructuresBench.Run();
                break;
            case "solids":
                SolidsBench.Run(phases: Number(2, 4));
                break;
            default:
                var data = args.ElementAtOrDefault(1) ?? Environment.GetEnvironmentVariable("CONTOURFLOW_TEST_DATA") ?? throw new InvalidOperationException("Give the folder of the test data, or set CONTOURFLOW_TEST_DATA.");
                NelmsBench.Run(data);
                EclipseBench.Run(data);
                break;
        }

        return 0;
    case "dicom":
        FileBench.Run();
        return 0;
    case "registration":
        switch (args.ElementAtOrDefault(1))
        {
            case "trap":
                TrapBench.Run(patients: Number(2, 24), trapped: Number(3, 6));
                break;
            case "all":
                RegistrationBench.Run(peerCases: 48, patients: 24);
                break;
            case var number:
                RegistrationBench.Run(peerCases: number is null ? 6 : int.Parse(number), patients: Number(2, 24));
                break;
        }

        return 0;
    case "intake":
        await IntakeBench.RunAsync(args.ElementAtOrDefault(1) ?? Path.GetTempPath(), images: Number(2, 300));
        return 0;
    case "receive":
        ReceiveBench.Run(disk: args.ElementAtOrDefault(1) ?? Path.GetTempPath(), images: Number(2, 300), rounds: Number(3, 5));
        return 0;
    case "registry":
        await RegistryBench.RunAsync(Number(1, 10_000), args.ElementAtOrDefault(2));
        return 0;
    case "service":
        switch (args.ElementAtOrDefault(1))
        {
            case "small":
                await ThroughputBench.RunAsync(phantoms: false, casesPerWorker: Number(2, 40), [1, 2, 4], percent: args.Length > 3 ? Number(3, 100) : null);
                break;
            case "phantoms":
                await ThroughputBench.RunAsync(phantoms: true, casesPerWorker: Number(2, 5), [1, 2, 4]);
                break;
            case "waiting":
                await WaitingBench.RunAsync(Number(2, 10_000));
                break;
            default:
                await LatencyBench.RunAsync(cases: Number(1, 4), threads: Number(2, Environment.ProcessorCount));
                break;
        }

        return 0;
    case "review" when args.ElementAtOrDefault(1) == "page":
        await PageBench.RunAsync(cases: Number(2, 10_000));
        return 0;
    case "review":
        await ImagesBench.RunAsync(rounds: Number(2, 3));
        return 0;
    case "capacity":
        CapacityTables.Print();
        return 0;
    case "scaling" when args.ElementAtOrDefault(1) == "compare":
        await ScalingComparison.RunAsync(casesPerWorker: Number(2, 25), percent: Number(3, 6), [1, 2, 4]);
        return 0;
    case "scaling":
        ScalingTables.Print(args.ElementAtOrDefault(1) ?? DeployedScaling.ScaledObjectFile, args.ElementAtOrDefault(2) ?? DeployedScaling.WorkerFile);
        return 0;
    case "copier":
        return SocketCopier.Serve(int.Parse(args[1]), args[2]);
    case "fuzz" when args.ElementAtOrDefault(1) == "network":
        return NetworkFuzz.Run(Number(2, 500_000), Number(3, 1)) ? 0 : 1;
    case "flusher":
        await FlushingReceiver.ServeAsync(int.Parse(args[1]), args[2]);
        return 0;
    case "fuzz":
        return Fuzz.Run(args.Length > 1 ? int.Parse(args[1]) : 500_000, args.Length > 2 ? int.Parse(args[2]) : 1) ? 0 : 1;
    default:
        await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project bench -- accuracy [phases] | speed | case | dose [data | case | solids [phases]] | dicom | registration [all | trap [patients] [trapped] | peer cases [patients]] | intake [folder] [images] | receive [disk] [images] [rounds] | registry [cases] [PostgreSQL connection] | service [cases [threads] | small [cases of each worker [percent of a processor for each]] | phantoms [cases of each worker] | waiting [cases]] | review images [rounds] | review page [cases] | capacity | scaling [file of the ScaledObject [file of the worker]] | scaling compare [cases of each worker [percent of a processor for each]] | fuzz [network] [inputs] [seed]");
        return 2;
}

int Number(int at, int otherwise) => args.Length > at ? int.Parse(args[at]) : otherwise;
