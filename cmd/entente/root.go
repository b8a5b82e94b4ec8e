package main

import (
	"github.com/spf13/cobra"
)

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "entente",
		Short: "A knowledge graph of geopolitical actors, read from the news",
		Long: `Entente reads news articles and keeps what they say in Dgraph: states, organizations and people;
who belongs to what, who holds which office; who met, negotiated, agreed, demanded, refused,
threatened, attacked; when, where, and with the sentence that says so.

Every setting is a flag, an environment variable (ENTENTE_ and the key, as ENTENTE_DGRAPH_DIR) or a
key of the YAML file given by --config.`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.PersistentFlags().String("config", "", "YAML `file` of settings (default: entente/entente.yaml in the user's configuration folder)")
	root.AddCommand(
		newUpCommand(),
		newIngestCommand(),
		newSourcesCommand(),
		newExtractCommand(),
		newParseCommand(),
		newAskCommand(),
		newMembersCommand(),
		newQueryCommand(),
		newReplCommand(),
		newServeCommand(),
		newKeysCommand(),
		newExportCommand(),
		newReferenceCommand(),
		newVersionCommand(),
	)
	return root
}
