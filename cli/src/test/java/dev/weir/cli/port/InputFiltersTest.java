package dev.weir.cli.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputFiltersTest {
    @Test
    void chainsThatSeeWhatComesInAreNamedWithTheirPolicy() {
        assertThat(InputFilters.chains("""
                table inet filter {
                	chain in {
                		type filter hook input priority filter; policy drop;
                	}
                	chain out {
                		type filter hook output priority filter; policy accept;
                	}
                }
                table ip nat {
                	chain pre {
                		type nat hook prerouting priority dstnat; policy accept;
                	}
                }
                """)).containsExactly("nftables: table inet filter, chain in, policy drop: "
                        + "sudo nft list chain inet filter in");
    }

    @Test
    void noTablesNoFilters() {
        assertThat(InputFilters.chains("")).isEmpty();
    }
}
