package dev.weir.cli;

import dev.weir.cli.analyze.AnalyzeCommand;
import dev.weir.cli.bench.BenchCommand;
import dev.weir.cli.connect.ConnectCommand;
import dev.weir.cli.demo.DemoCommand;
import dev.weir.cli.doctor.DoctorCommand;
import dev.weir.cli.drill.DrillCommand;
import dev.weir.cli.port.PortCommand;
import dev.weir.cli.serve.ServeCommand;
import dev.weir.cli.sim.SimCommand;
import dev.weir.cli.swarm.SwarmCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code weir} command. Exit codes: 0 is success, 1 a finding or a failure, 2 a usage error; commands that need
 * others say so in their help.
 */
@Command(
        name = "weir",
        description = "TCP that you can see into: shows, serves, opens, diagnoses and measures connections.",
        footer = {
            "",
            "  weir demo --steps            a TCP connection, explained step by step",
            "  weir serve 8080 --http .     the files here, for curl and browsers",
            "  weir connect HOST PORT       a pipe to a server; -h after a command for more",
            "  weir doctor HOST PORT        why it fails or is slow",
            "  weir analyze trace.pcapng    what a capture shows"
        },
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        subcommands = {
            DemoCommand.class, ServeCommand.class, ConnectCommand.class, DoctorCommand.class, AnalyzeCommand.class,
            PortCommand.class, BenchCommand.class, SimCommand.class, SwarmCommand.class, DrillCommand.class
        },
        versionProvider = Version.class)
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "On a failure, print the stack trace as well.")
    private boolean debug;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command line and returns its exit code. */
    static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return commandLine(CommandLine.defaultFactory());
    }

    /** @param commands makes the objects of the subcommands */
    static CommandLine commandLine(CommandLine.IFactory commands) {
        var main = new Main();
        return new CommandLine(main, commands)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(onUsageError())
                .setExecutionExceptionHandler(main.onFailure());
    }

    /** Without a command there is nothing to do: the help says what there is. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? One of those below.");
    }

    /** What was wrong, the nearest right one, where the help is: three lines instead of a page. */
    private static IParameterExceptionHandler onUsageError() {
        return (error, args) -> {
            CommandLine command = error.getCommandLine();
            PrintWriter err = command.getErr();
            err.println("weir: " + error.getMessage());
            boolean suggested = UnmatchedArgumentException.printSuggestions(error, err);
            String name = command.getCommandSpec().qualifiedName();
            if (args.length == 0) command.usage(err);
            else if (!suggested) err.println("Try '" + name + " --help'.");
            return ExitCode.USAGE;
        };
    }

    /** A failure is one line with its cause; the stack trace is for {@code --debug}. */
    private IExecutionExceptionHandler onFailure() {
        return (failure, command, parsed) -> {
            String message = failure.getMessage();
            command.getErr().println("weir: " + (message == null ? failure.toString() : message));
            if (debug) failure.printStackTrace(command.getErr());
            return ExitCode.SOFTWARE;
        };
    }
}
