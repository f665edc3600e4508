package dev.weir.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.IpAddress;
import org.junit.jupiter.api.Test;

class FirstDeviceTest {
    private static final IpAddress A = IpAddress.parse("10.0.0.1");
    private static final IpAddress B = IpAddress.parse("10.0.0.2");
    private static final int BRIDGE = 7;
    private static final int PORT = 3;

    private final FirstDevice devices = new FirstDevice();
    private long now = 1_700_000_000_000_000_000L;

    private boolean isCopy(boolean outbound, int device) {
        now += 1000;
        return outbound ? devices.isCopy(A, 5000, B, 80, device, now) : devices.isCopy(B, 80, A, 5000, device, now);
    }

    @Test
    void eachDirectionIsKeptWhereItIsSeenFirst() {
        for (int i = 0; i < 3; i++) {
            assertThat(isCopy(true, BRIDGE)).isFalse();
            assertThat(isCopy(true, PORT)).isTrue();
            assertThat(isCopy(false, PORT)).isFalse();
            assertThat(isCopy(false, BRIDGE)).isTrue();
        }
    }

    @Test
    void retransmissionOnTheSameDeviceIsNoCopy() {
        assertThat(isCopy(true, BRIDGE)).isFalse();
        assertThat(isCopy(true, BRIDGE)).isFalse();
    }

    @Test
    void connectionThatTakesAnotherRoadIsFollowed() {
        assertThat(isCopy(true, BRIDGE)).isFalse();
        now += FirstDevice.SILENCE_NANOS;
        assertThat(isCopy(true, PORT)).isFalse();
        assertThat(isCopy(true, BRIDGE)).isTrue();
    }

    @Test
    void connectionsAreApart() {
        assertThat(isCopy(true, BRIDGE)).isFalse();
        assertThat(devices.isCopy(A, 5001, B, 80, PORT, now)).isFalse();
    }

    @Test
    void oldestIsForgottenBeyondTheLimit() {
        assertThat(isCopy(true, BRIDGE)).isFalse();
        for (int i = 0; i < FirstDevice.MOST; i++) devices.isCopy(B, i & 0xffff, B, 1 + (i >>> 16), PORT, now);
        assertThat(isCopy(true, PORT)).isFalse();
    }
}
