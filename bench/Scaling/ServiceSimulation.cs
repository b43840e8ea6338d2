namespace ContourFlow.Bench.Scaling;

/// <summary>
/// The queue of cases before workers that do one case at a time, event by event; how many workers there are is decided by KEDA and the autoscaler, or fixed.
/// The same seed gives the same run.
/// </summary>
internal sealed class ServiceSimulation
{
    /// <summary>RabbitMQ's management takes the lengths of its queues this often, s: its default.</summary>
    public const double StatisticsInterval = 5;

    private readonly Workload work;
    private readonly ScaledObject? scaled;
    private readonly HorizontalPodAutoscaler? autoscaler;
    private readonly Keda? keda;
    private readonly Random random;
    private readonly double horizon;

    private readonly PriorityQueue<Action, (double At, long Number)> events = new();
    private readonly Queue<int> waiting = new();
    private readonly List<Pod> pods = [];
    private readonly double[] ended;

    private double now;
    private long eventNumber;
    private long podNumber;
    private int replicas;
    private int arrived;
    private int finished;
    private double statistics;

    private double backlogSeconds;
    private double backlogSince;
    private double replicaSeconds;
    private int longestBacklog;
    private int peak;
    private int handedBack;
    private int killed;

    private ServiceSimulation(Workload work, ScaledObject? scaled, int replicas, double horizon, int seed)
    {
        (this.work, this.scaled, this.horizon) = (work, scaled, horizon);
        random = new Random(seed);
        ended = new double[work.Arrivals.Count];
        if (scaled is not null)
            (autoscaler, keda) = (scaled.Autoscaler(), new Keda(scaled));

        // What is there at the begin has been there for long.
        for (int i = 0; i < replicas; i++)
            pods.Add(new Pod(podNumber++, 0) { IsReady = true, IsWarm = true });
        this.replicas = peak = replicas;
    }

    /// <summary>With a number of workers that does not change.</summary>
    public static SimulatedRun Fixed(Workload work, int workers, int seed) => new ServiceSimulation(work, null, workers, 0, seed).Run();

    /// <summary>With as many workers as KEDA and the autoscaler want, at first the fewest.</summary>
    /// <param name="work">What comes.</param>
    /// <param name="scaled">How workers are scaled.</param>
    /// <param name="horizon">How long it goes on at the least, s: workers cost while nothing comes, too.</param>
    /// <param name="seed">Of everything that is chance.</param>
    public static SimulatedRun Scaled(Workload work, ScaledObject scaled, double horizon, int seed) =>
        new ServiceSimulation(work, scaled, scaled.MinReplicaCount, horizon, seed).Run();

    private SimulatedRun Run()
    {
        if (work.Arrivals.Count > 0)
            At(work.Arrivals[0], Arrive);
        if (scaled is not null)
        {
            // None of the clocks knows of the others.
            At(random.NextDouble() * StatisticsInterval, TakeStatistics);
            At(random.NextDouble() * HorizontalPodAutoscaler.SyncPeriod, Sync);
            At(random.NextDouble() * scaled.PollingInterval, Poll);
        }

        if (double.IsFinite(work.KillEvery))
            At(NextKill(), KillOne);
        while ((finished < ended.Length || now < horizon) && events.TryDequeue(out Action? happens, out (double At, long) when))
        {
            now = when.At;
            happens();
        }

        foreach (Pod pod in pods)
            replicaSeconds += now - pod.Since;
        double[] latencies = [.. ended.Zip(work.Arrivals, (end, arrival) => end - arrival)];
        return new SimulatedRun(latencies, ended, longestBacklog, ended.Length > 0 ? backlogSeconds / (ended.Max() - work.Arrivals[0]) : 0, replicaSeconds / 3600, peak, handedBack, killed);
    }

    private void At(double time, Action happens) => events.Enqueue(happens, (time, eventNumber++));

    private void Arrive()
    {
        Enqueue(arrived++);
        if (arrived < ended.Length)
            At(work.Arrivals[arrived], Arrive);
    }

    private void Enqueue(int one)
    {
        CountBacklog();
        waiting.Enqueue(one);
        Distribute();
        longestBacklog = Math.Max(longestBacklog, waiting.Count);
    }

    // Each who is free takes the oldest: the broker has delivered one to each.
    private void Distribute()
    {
        while (waiting.Count > 0 && pods.Find(pod => pod is { IsReady: true, IsStopping: false, Case: null }) is { } free)
        {
            CountBacklog();
            Begin(free, waiting.Dequeue());
        }
    }

    private void Begin(Pod pod, int one)
    {
        double duration = work.Duration(random) + (pod.IsWarm ? 0 : work.FirstCaseBesides);
        pod.IsWarm = true;
        pod.Case = one;
        pod.Until = now + duration;
        At(pod.Until, () => End(pod, one));
    }

    private void End(Pod pod, int one)
    {
        // Handed back or killed meanwhile.
        if (pod.Case != one || pod.Until != now)
            return;
        pod.Case = null;
        ended[one] = now;
        finished++;
        if (pod.IsStopping)
            Remove(pod);
        else
            Distribute();
    }

    private void TakeStatistics()
    {
        statistics = waiting.Count + pods.Count(pod => pod.Case is not null);
        At(now + StatisticsInterval, TakeStatistics);
    }

    private double? QueueLength => work.MetricAway is { } away && now >= away.From && now < away.To ? null : statistics;

    private void Sync()
    {
        Scale(autoscaler!.Sync(now, replicas, keda!.Metric(QueueLength, replicas)));
        At(now + HorizontalPodAutoscaler.SyncPeriod, Sync);
    }

    private void Poll()
    {
        Scale(keda!.Poll(now, replicas, QueueLength));
        At(now + scaled!.PollingInterval, Poll);
    }

    private void Scale(int wanted)
    {
        for (; replicas < wanted; replicas++)
            Start();
        for (; replicas > wanted; replicas--)
            Stop();
        peak = Math.Max(peak, replicas);
    }

    private void Start()
    {
        var pod = new Pod(podNumber++, now);
        pods.Add(pod);
        At(now + work.StartUp, () =>
        {
            pod.IsReady = true;
            Distribute();
        });
    }

    // A ReplicaSet takes away what is not ready first, then what is newest; it does not know who is at a case.
    private void Stop()
    {
        Pod chosen = pods.Where(pod => !pod.IsStopping).OrderBy(pod => pod.IsReady).ThenByDescending(pod => pod.Number).First();
        chosen.IsStopping = true;
        if (chosen.Case is not { } one)
        {
            Remove(chosen);
            return;
        }

        if (chosen.Until <= now + work.MayFinish)
            return;
        At(now + work.MayFinish, () =>
        {
            if (chosen.Case != one)
                return;
            handedBack++;
            chosen.Case = null;
            Remove(chosen);
            Enqueue(one);
        });
    }

    private double NextKill() => now - (work.KillEvery * Math.Log(1 - random.NextDouble()));

    private void KillOne()
    {
        At(NextKill(), KillOne);
        if (pods.Count == 0)
            return;
        Pod pod = pods[random.Next(pods.Count)];
        bool isReplaced = !pod.IsStopping;
        if (pod.Case is { } one)
        {
            killed++;
            pod.Case = null;

            // Until its claim has run out nobody may begin it anew.
            At(now + work.Claim, () => Enqueue(one));
        }

        Remove(pod);
        if (isReplaced)
            Start();
    }

    private void Remove(Pod pod)
    {
        pods.Remove(pod);
        pod.IsReady = false;
        pod.IsStopping = true;
        replicaSeconds += now - pod.Since;
    }

    private void CountBacklog()
    {
        backlogSeconds += waiting.Count * (now - backlogSince);
        backlogSince = now;
    }

    // A worker's: since when it is there, and what it is at until when.
    private sealed class Pod(long number, double since)
    {
        public long Number { get; } = number;

        public double Since { get; } = since;

        public bool IsReady { get; set; }

        public bool IsWarm { get; set; }

        public bool IsStopping { get; set; }

        public int? Case { get; set; }

        public double Until { get; set; }
    }
}
