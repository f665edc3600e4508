package dev.weir.sockets;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * How sockets behave, whoever made them: the same cases with the same expectations for the JDK's and for ours. A
 * behaviour that is not the JDK's does not get in, since its own sockets would fail.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SocketSuite
        implements ConnectCases, AcceptCases, ReadCases, WriteCases, CloseCases, OptionCases, FactoryCases, TlsCases,
        DatagramCases {
    private World world;

    abstract World open() throws Exception;

    @BeforeEach
    void openWorld() throws Exception {
        world = open();
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Override
    public World world() {
        return world;
    }
}
