package dev.weir.doctor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class LargeHelloTest {
    private static byte[] hello() throws Exception {
        var engine = SSLContext.getDefault().createSSLEngine("server.example", 443);
        engine.setUseClientMode(true);
        engine.beginHandshake();
        var out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void lengthsOfRecordAndMessageFit() throws Exception {
        var large = ByteBuffer.wrap(LargeHello.of(hello()));
        assertThat(large.capacity()).isEqualTo(LargeHello.BYTES);
        assertThat(large.getShort(3) & 0xffff).isEqualTo(LargeHello.BYTES - 5);
        assertThat(large.getInt(5) & 0xffffff).isEqualTo(LargeHello.BYTES - 9);
        assertThat(large.get(5)).isEqualTo((byte) 1);
    }

    /** The extensions, walked by their lengths, end where the record ends; padding is the last one. */
    @Test
    void extensionsFillTheMessageAndEndWithPadding() throws Exception {
        var large = ByteBuffer.wrap(LargeHello.of(hello()));
        large.position(5 + 4 + 34);
        large.position(large.position() + 1 + (large.get(large.position()) & 0xff));
        large.position(large.position() + 2 + (large.getShort(large.position()) & 0xffff));
        large.position(large.position() + 1 + (large.get(large.position()) & 0xff));
        assertThat(large.getShort() & 0xffff).isEqualTo(large.remaining());
        int last = -1;
        while (large.hasRemaining()) {
            last = large.getShort() & 0xffff;
            large.position(large.position() + 2 + (large.getShort(large.position()) & 0xffff));
        }
        assertThat(last).isEqualTo(21);
    }
}
