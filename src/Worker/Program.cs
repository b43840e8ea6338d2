using ContourFlow.Worker;

return await CommandLine.RunAsync(args, Terminal.OfProcess());
